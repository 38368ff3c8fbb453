package dev.varve.versioning.bump;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes all changes or none. Every text is on disk under another name before the first file is
 * replaced, each replacement is one atomic step, and if one fails, those before it are taken back.
 */
final class FileWrites {
  private final Mover mover;

  /** Puts a finished file in its place. */
  interface Mover {
    void move(Path from, Path to) throws IOException;
  }

  FileWrites(Mover mover) {
    this.mover = mover;
  }

  FileWrites() {
    this(FileWrites::replace);
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Writes.
   *
   * @throws BumpRefusedException if a file is not as it was when the plan was made, or cannot be
   *     written; all files are as before, unless the message names one
   */
  void write(List<Change> changes) {
    changes.forEach(FileWrites::requireUnchanged);
    Map<Path, Change> prepared = new LinkedHashMap<>();
    Deque<Change> done = new ArrayDeque<>();
    try {
      for (Change change : changes) {
        prepared.put(prepare(change, change.bytes()), change);
      }
      for (Map.Entry<Path, Change> each : prepared.entrySet()) {
        // Pushed first: a move that fails may have happened.
        done.push(each.getValue());
        mover.move(each.getKey(), place(each.getValue()));
      }
    } catch (IOException | RuntimeException e) {
      throw new BumpRefusedException("writing failed with " + e + "; " + takeBack(done), e);
    } finally {
      prepared.keySet().forEach(FileWrites::forget);
    }
  }

  private static void requireUnchanged(Change change) {
    try {
      if (change.isNew() && Files.exists(change.path())) {
        throw new FileAlreadyExistsException(change.path().toString());
      }
      if (!Arrays.equals(Files.readAllBytes(change.origin().path()), change.origin().bytes())) {
        throw new IOException("'" + change.origin().path() + "' has changed");
      }
    } catch (IOException e) {
      throw new BumpRefusedException(
          "the source tree is not as it was when the copies were planned: "
              + e.getMessage()
              + "; plan again",
          e);
    }
  }

  /** A finished file beside its place, with the rights of the file it comes from. */
  private static Path prepare(Change change, byte[] bytes) throws IOException {
    Path file = Files.createTempFile(place(change).toAbsolutePath().getParent(), ".bump", ".tmp");
    Files.write(file, bytes);
    PosixFileAttributeView rights =
        Files.getFileAttributeView(change.origin().path(), PosixFileAttributeView.class);
    if (rights != null) {
      Files.setPosixFilePermissions(file, rights.readAttributes().permissions());
    }
    return file;
  }

  /** A link stays a link: what it points to is replaced. */
  private static Path place(Change change) throws IOException {
    return Files.isSymbolicLink(change.path()) ? change.path().toRealPath() : change.path();
  }

  /** Undoes what was done, and says how that went. */
  private static String takeBack(Deque<Change> done) {
    List<String> lost = new ArrayList<>();
    for (Change change : done) {
      try {
        takeBack(change);
      } catch (IOException | RuntimeException e) {
        lost.add("'" + change.path() + "' (" + e + ")");
      }
    }
    return lost.isEmpty()
        ? "all files are as they were before"
        : "these could not be put back, restore them by hand: " + String.join(", ", lost);
  }

  private static void takeBack(Change change) throws IOException {
    if (change.isNew()) {
      Files.deleteIfExists(change.path());
      return;
    }
    Path before = prepare(change, change.origin().bytes());
    try {
      replace(before, place(change));
    } finally {
      forget(before);
    }
  }

  private static void forget(Path prepared) {
    try {
      Files.deleteIfExists(prepared);
    } catch (IOException e) {
      prepared.toFile().deleteOnExit();
    }
  }
}
