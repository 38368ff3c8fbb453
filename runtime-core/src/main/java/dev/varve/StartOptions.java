package dev.varve;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How an orchestration is started from outside.
 *
 * @param instanceId its id, or null for a random one
 * @param startTime the earliest start, or null for at once; the version is fixed when it is
 *     scheduled
 * @param tags labels for queries; at most 50, keys of 1 to 100 characters, values of at most 1,000
 *     characters and 2,000 bytes in UTF-8
 * @param version exactly this version, or empty for the current one
 * @param existing what to do if the id is taken
 * @param unserved what to do if nobody can run it
 */
public record StartOptions(
    @Nullable String instanceId,
    @Nullable Instant startTime,
    Map<String, String> tags,
    OptionalInt version,
    ExistingInstancePolicy existing,
    UnservedPolicy unserved) {
  /** A random id, at once, no tags, the current version; refused if nobody can run it. */
  public static final StartOptions DEFAULT =
      new StartOptions(
          null,
          null,
          Map.of(),
          OptionalInt.empty(),
          ExistingInstancePolicy.replaceFinished(),
          UnservedPolicy.REFUSE);

  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG_KEY = 100;
  private static final int MAX_TAG_VALUE = 1_000;

  /** Tags are found by an index, and entries of indexes are limited. */
  private static final int MAX_TAG_BYTES = 2_000;

  /**
   * @throws IllegalArgumentException if the id, the start time, a tag or the version breaks its
   *     rules
   */
  public StartOptions {
    if (instanceId != null) {
      Names.requireInstanceId(instanceId);
    }
    if (startTime != null) {
      Names.requireTime("start time", startTime);
    }
    tags = Map.copyOf(tags);
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException(
          tags.size() + " tags were given; at most " + MAX_TAGS + " are allowed");
    }
    tags.forEach(StartOptions::checkTag);
    if (version.isPresent() && version.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "version " + version.getAsInt() + " is negative; versions are 0 or more");
    }
  }

  /** Options with this id. */
  public static StartOptions withId(String id) {
    return DEFAULT.withInstanceId(id);
  }

  public StartOptions withInstanceId(String id) {
    return new StartOptions(id, startTime, tags, version, existing, unserved);
  }

  public StartOptions withStartTime(Instant earliest) {
    return new StartOptions(instanceId, earliest, tags, version, existing, unserved);
  }

  public StartOptions withTags(Map<String, String> labels) {
    return new StartOptions(instanceId, startTime, labels, version, existing, unserved);
  }

  public StartOptions withVersion(int exactly) {
    return new StartOptions(
        instanceId, startTime, tags, OptionalInt.of(exactly), existing, unserved);
  }

  public StartOptions withExisting(ExistingInstancePolicy policy) {
    return new StartOptions(instanceId, startTime, tags, version, policy, unserved);
  }

  public StartOptions withUnserved(UnservedPolicy policy) {
    return new StartOptions(instanceId, startTime, tags, version, existing, policy);
  }

  private static void checkTag(String key, String value) {
    Names.requireText("tag key", key, MAX_TAG_KEY);
    if (value.length() > MAX_TAG_VALUE) {
      throw new IllegalArgumentException(
          "the value of tag '"
              + key
              + "' has "
              + value.length()
              + " characters; at most "
              + MAX_TAG_VALUE
              + " are allowed");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_TAG_BYTES) {
      throw new IllegalArgumentException(
          "the value of tag '"
              + key
              + "' has "
              + bytes
              + " bytes in UTF-8; at most "
              + MAX_TAG_BYTES
              + " are allowed");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the value of tag '" + key + "' has a NUL character; remove it");
    }
    if (!Names.wellFormed(value)) {
      throw new IllegalArgumentException(
          "the value of tag '" + key + "' has half of a surrogate pair; give well-formed Unicode");
    }
  }
}
