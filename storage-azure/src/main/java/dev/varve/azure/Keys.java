package dev.varve.azure;

import dev.varve.azure.internal.format.KeySanitation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The keys of the rows that are not of the shared format. In an instance's partition they begin
 * with a lower-case letter and so lie behind all events.
 */
final class Keys {
  static final String SENTINEL = "sentinel";
  static final String INBOX = "inbox-";
  static final String OUTBOX = "outbox-";
  static final String RECEIPT = "receipt-";
  static final String TASK = "task-";

  /** All rows of a partition but its events. */
  static final String OURS_FROM = "a";

  static final String OURS_TO = "~";

  private static final String DOOR = "door-";
  private static final String OWN = "own-";
  private static final String ACTIVITY = "act-";

  private Keys() {}

  static String hex(long number) {
    return String.format(Locale.ROOT, "%016X", number);
  }

  /** Sorts like the time. */
  static String due(long micros) {
    return hex(micros ^ Long.MIN_VALUE);
  }

  /** The time that {@link #due} made a text of, at the beginning of a key. */
  static long dueOf(String key) {
    return Long.parseUnsignedLong(key.substring(0, 16), 16) ^ Long.MIN_VALUE;
  }

  static String inbox(long due, long id) {
    return INBOX + due(due) + "-" + hex(id);
  }

  static long dueOfInbox(String key) {
    return dueOf(key.substring(INBOX.length()));
  }

  static long idOfInbox(String key) {
    return Long.parseUnsignedLong(key.substring(INBOX.length() + 17), 16);
  }

  static String task(int taskId) {
    return TASK + String.format(Locale.ROOT, "%08X", taskId);
  }

  static String outbox(long sequence, long commitId, int number) {
    return OUTBOX + hex(sequence) + "-" + hex(commitId) + "-" + String.format("%06X", number);
  }

  static String receipt(long messageId) {
    return RECEIPT + hex(messageId);
  }

  /** The receipt for a message from an outbox, the same at each delivery. */
  static String receipt(String sender, String outboxKey) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(outboxKey.getBytes(StandardCharsets.UTF_8));
      sha.update(sender.getBytes(StandardCharsets.UTF_8));
      return RECEIPT + HexFormat.of().formatHex(sha.digest(), 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Exists while the instance is not finished and has the owner it has. */
  static String door(long epoch) {
    return DOOR + hex(epoch);
  }

  static String own(String instanceId) {
    return OWN + KeySanitation.indexKey(instanceId);
  }

  static boolean isOwn(String key) {
    return key.startsWith(OWN);
  }

  static String activity(long activityId) {
    return ACTIVITY + hex(activityId);
  }

  static boolean isActivity(String key) {
    return key.startsWith(ACTIVITY);
  }

  /** A wake row: {@code messageId} is 0 if it announces no message. */
  static String wake(long due, String instanceId, long messageId) {
    return due(due) + "-" + KeySanitation.indexKey(instanceId) + "-" + hex(messageId);
  }

  static long messageOfWake(String key) {
    return Long.parseUnsignedLong(key.substring(key.length() - 16), 16);
  }
}
