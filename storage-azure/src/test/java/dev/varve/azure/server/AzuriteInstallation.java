package dev.varve.azure.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Azurite as the lock file beside this class pins it, installed once per lock file beside other
 * temporary files. It is installed under another name first: a process that dies half-way leaves
 * nothing that a later one takes for whole.
 */
final class AzuriteInstallation {
  private static final List<String> FILES = List.of("package.json", "package-lock.json");
  private static final String PROGRAM = "node_modules/azurite/dist/src/azurite.js";
  private static final String INSTEAD =
      "; or name an account with " + AzureServer.CONNECTION_VARIABLE;

  private AzuriteInstallation() {}

  /** The program, to be run by Node. */
  static Path program() throws IOException {
    Path parent =
        Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "varve-azurite"));
    Path home = parent.resolve(digest());
    try (FileChannel channel =
            FileChannel.open(
                parent.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock ignored = channel.lock()) {
      if (!Files.isDirectory(home)) {
        install(home);
      }
    }
    return home.resolve(PROGRAM);
  }

  private static void install(Path home) throws IOException {
    Path building = Files.createTempDirectory(home.getParent(), "installing");
    for (String file : FILES) {
      Files.write(building.resolve(file), content(file));
    }
    Path output = building.resolve("npm.log");
    List<String> command =
        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    int code = run(command, building, output);
    if (code != 0) {
      throw new IOException(
          "installing Azurite with %s failed with %d: %sGive npm its registry or a filled cache%s"
              .formatted(command, code, Files.readString(output), INSTEAD));
    }
    Files.move(building, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int run(List<String> command, Path directory, Path output) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("there is no npm: install Node 20 or newer" + INSTEAD, e);
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while installing Azurite", e);
    }
  }

  private static String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        digest.update(content(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] content(String file) throws IOException {
    try (InputStream input = AzuriteInstallation.class.getResourceAsStream("azurite/" + file)) {
      if (input == null) {
        throw new IOException("there is no azurite/" + file + " beside the test classes");
      }
      return input.readAllBytes();
    }
  }
}
