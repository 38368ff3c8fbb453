package dev.varve.storage;

import dev.varve.VersionSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Hub records, audit log and version sets under a lock of their own, apart from the turns. */
final class MemoryRecords implements HubRecords {
  private static final int MAX_KEY_LENGTH = 200;

  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<Instant> clock;
  private final TreeMap<String, HubRecord> records = new TreeMap<>();
  private final List<AuditEntry> log = new ArrayList<>();
  private final Map<String, VersionSet> versionSets = new ConcurrentHashMap<>();

  MemoryRecords(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public Optional<HubRecord> get(String key) {
    return locked(() -> Optional.ofNullable(records.get(requireKey(key))));
  }

  @Override
  public List<HubRecord> list(String keyPrefix) {
    return locked(() ->
        records.tailMap(keyPrefix, true).values().stream()
            .takeWhile(record -> record.key().startsWith(keyPrefix))
            .toList());
  }

  @Override
  public Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit) {
    requireKey(key);
    return locked(() -> {
      HubRecord old = records.get(key);
      if ((old == null ? 0 : old.revision()) != expectedRevision) {
        return Optional.empty();
      }
      HubRecord written = new HubRecord(key, value, expectedRevision + 1);
      records.put(key, written);
      append(audit);
      return Optional.of(written);
    });
  }

  @Override
  public void audit(AuditEntry.Draft entry) {
    locked(() -> append(entry));
  }

  @Override
  public List<AuditEntry> auditLog(long afterPosition, int maxEntries) {
    return locked(() -> {
      int from = (int) Math.max(0, Math.min(log.size(), afterPosition));
      int to = (int) Math.min(log.size(), (long) from + Math.max(0, maxEntries));
      return List.copyOf(log.subList(from, to));
    });
  }

  @Override
  public void putVersionSet(VersionSet set) {
    versionSets.putIfAbsent(set.id(), set);
  }

  @Override
  public Optional<VersionSet> versionSet(String id) {
    return Optional.ofNullable(versionSets.get(id));
  }

  private AuditEntry append(AuditEntry.Draft draft) {
    AuditEntry entry =
        new AuditEntry(
            log.size() + 1L,
            clock.get(),
            draft.who(),
            draft.action(),
            draft.subject(),
            draft.detail());
    log.add(entry);
    return entry;
  }

  private static String requireKey(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a record key of "
              + key.length()
              + " characters is out of range; use 1 to "
              + MAX_KEY_LENGTH);
    }
    return key;
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
