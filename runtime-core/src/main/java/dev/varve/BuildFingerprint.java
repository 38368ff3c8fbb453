package dev.varve;

import dev.varve.internal.engine.RegisteredCode;
import dev.varve.internal.engine.Registry;
import dev.varve.internal.replay.OrchestratorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A digest of the jars and class folders that the registered functions come from, and of their
 * names: what tells a repaired build from the one that parked an instance.
 */
final class BuildFingerprint {
  private BuildFingerprint() {}

  static String of(Registry registry) {
    MessageDigest digest = sha256();
    registry.orchestrators().keySet().stream()
        .sorted()
        .forEach(
            name -> digest.update((name + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    registry.activities().keySet().stream()
        .sorted()
        .forEach(
            name -> digest.update((name + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    for (Path source : sources(registry)) {
      add(source, digest);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static TreeSet<Path> sources(Registry registry) {
    TreeSet<Path> sources = new TreeSet<>();
    for (OrchestratorCode code : registry.orchestrators().values()) {
      addSource(code.factory(), sources);
      code.adapters().values().forEach(adapter -> addSource(adapter.function(), sources));
    }
    registry.activities().values().forEach(code -> addSource(code.activity(), sources));
    return sources;
  }

  private static void addSource(Object code, TreeSet<Path> sources) {
    CodeSource source = RegisteredCode.typeBehind(code).getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return;
    }
    try {
      URI location = source.getLocation().toURI();
      if (location.getScheme().equals("file")) {
        sources.add(Path.of(location));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Code from a place that is no file adds nothing: its names still count.
    }
  }

  private static void add(Path source, MessageDigest digest) {
    try {
      for (Path file : files(source)) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(
          "the code at " + source + " cannot be read to identify this build; set a build id", e);
    }
  }

  private static List<Path> files(Path source) throws IOException {
    if (Files.isRegularFile(source)) {
      return List.of(source);
    }
    try (Stream<Path> walk = Files.walk(source)) {
      return walk.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
