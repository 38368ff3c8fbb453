package dev.varve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The immutable, complete map from base name to version that an instance started under, per kind of
 * function. Its id is a digest of its content, so equal sets are stored once in a hub.
 *
 * @param id the first 128 bits of the SHA-256 of the content, in hexadecimal
 * @param orchestrators base name to version
 * @param activities base name to version
 */
public record VersionSet(
    String id, SortedMap<String, Integer> orchestrators, SortedMap<String, Integer> activities) {

  /**
   * The empty set: that of an instance whose start was put off until a worker can run it, and which
   * gets a complete one then. No other instance has it, since a set holds the function started.
   */
  public static final VersionSet OPEN = of(Map.of(), Map.of());

  public VersionSet {
    orchestrators = Collections.unmodifiableSortedMap(new TreeMap<>(orchestrators));
    activities = Collections.unmodifiableSortedMap(new TreeMap<>(activities));
  }

  /** The set of these versions, with its id computed from them. */
  public static VersionSet of(Map<String, Integer> orchestrators, Map<String, Integer> activities) {
    SortedMap<String, Integer> sortedOrchestrators = new TreeMap<>(orchestrators);
    SortedMap<String, Integer> sortedActivities = new TreeMap<>(activities);
    return new VersionSet(
        digest(sortedOrchestrators + "|" + sortedActivities),
        sortedOrchestrators,
        sortedActivities);
  }

  /** The version this set has for a base name. */
  public OptionalInt version(FunctionKind kind, String base) {
    Integer version = versions(kind).get(base);
    return version == null ? OptionalInt.empty() : OptionalInt.of(version);
  }

  /** The versions this set has for one kind of function, by base name. */
  public SortedMap<String, Integer> versions(FunctionKind kind) {
    return switch (kind) {
      case ORCHESTRATOR -> orchestrators;
      case ACTIVITY -> activities;
    };
  }

  private static String digest(String content) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
