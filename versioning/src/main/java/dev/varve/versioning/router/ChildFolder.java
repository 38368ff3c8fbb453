package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one app below the root of a host. It is a real folder there: a link that leads
 * elsewhere is refused.
 */
final class ChildFolder {
  private static final String LOG = ".log";

  private final Path folder;
  private final String run;

  private ChildFolder(Path folder, String run) {
    this.folder = folder;
    this.run = run;
  }

  /**
   * Makes the folder of a run's app, if it is not there.
   *
   * @param root with all links resolved
   */
  static ChildFolder of(Path root, AppRun run) throws IOException {
    Path folder = root.resolve(run.hub());
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder);
    }
    Path real = folder.toRealPath();
    if (!real.equals(folder)) {
      throw new IOException(
          "the folder " + folder + " leads to " + real + "; remove the link and let it be made");
    }
    return new ChildFolder(folder, run.id());
  }

  Path path() {
    return folder;
  }

  Path portFile() {
    return folder.resolve(run + ".port");
  }

  Path processFile() {
    return folder.resolve(run + Leftovers.PROCESS);
  }

  /** Where the output goes; those of earlier runs beyond the number kept are deleted. */
  Path log(int kept) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.list(folder)) {
      logs =
          files
              .filter(file -> file.toString().endsWith(LOG))
              .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified()).reversed())
              .toList();
    }
    for (Path old : logs.subList(Math.min(kept - 1, logs.size()), logs.size())) {
      Files.deleteIfExists(old);
    }
    return folder.resolve(run + LOG);
  }

  /** Writes down which process runs, so that it can be told from another of the same id. */
  void note(ProcessHandle process) throws IOException {
    Files.writeString(processFile(), Leftovers.describe(process), UTF_8);
  }

  /** Removes what belongs to the run alone, its log apart. */
  void tidy() throws IOException {
    Files.deleteIfExists(portFile());
    Files.deleteIfExists(processFile());
    Files.deleteIfExists(folder.resolve(run + ".port.draft"));
  }
}
