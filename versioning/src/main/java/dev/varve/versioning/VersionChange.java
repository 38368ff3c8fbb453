package dev.varve.versioning;

import dev.varve.storage.AuditEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of a current version in the records of a hub.
 *
 * @param at when, by the store's clock
 * @param who the person or program
 * @param name the base name, or {@code *} for the default version
 * @param from the version before; empty if there was none, or what was there was no version
 * @param to the version since; empty if the entry was removed
 * @param why the reason given; may be empty
 */
public record VersionChange(
    Instant at, String who, String name, OptionalInt from, OptionalInt to, String why) {
  private static final String ACTION = "current-version";
  private static final String BROKEN = "broken";
  private static final Pattern DETAIL = Pattern.compile("from (\\w+) to (\\w+): (.*)");

  /** The entry of the audit log that tells a change between two values of a record. */
  static AuditEntry.Draft draft(String who, String name, String from, String to, String why) {
    String before = EntryReader.isVersion(from) || from.equals(VersionRecords.NONE) ? from : BROKEN;
    return new AuditEntry.Draft(who, ACTION, name, "from %s to %s: %s".formatted(before, to, why));
  }

  /** The change that an entry tells; empty if it tells something else. */
  static Optional<VersionChange> of(AuditEntry entry) {
    Matcher detail = DETAIL.matcher(entry.detail());
    return entry.action().equals(ACTION) && detail.matches()
        ? Optional.of(
            new VersionChange(
                entry.at(),
                entry.who(),
                entry.subject(),
                version(detail.group(1)),
                version(detail.group(2)),
                detail.group(3)))
        : Optional.empty();
  }

  private static OptionalInt version(String text) {
    return EntryReader.isVersion(text)
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
