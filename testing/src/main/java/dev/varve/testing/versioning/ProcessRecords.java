package dev.varve.testing.versioning;

import dev.varve.VersionSet;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The records of a hub as one simulated process sees them. A dead one changes no record; version
 * sets pass, since they have the same content whoever stores them.
 */
final class ProcessRecords implements HubRecords {
  private final HubRecords records;
  private final Fate fate;

  ProcessRecords(HubRecords records, Fate fate) {
    this.records = records;
    this.fate = fate;
  }

  @Override
  public Optional<HubRecord> get(String key) {
    return records.get(key);
  }

  @Override
  public List<HubRecord> list(String keyPrefix) {
    return records.list(keyPrefix);
  }

  @Override
  public Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit) {
    return fate.<Optional<HubRecord>>write(
            () ->
                CompletableFuture.completedStage(
                    records.compareAndSet(key, expectedRevision, value, audit)),
            Optional.empty())
        .toCompletableFuture()
        .join();
  }

  @Override
  public void audit(AuditEntry.Draft entry) {
    if (!fate.isDead()) {
      records.audit(entry);
    }
  }

  @Override
  public List<AuditEntry> auditLog(long afterPosition, int maxEntries) {
    return records.auditLog(afterPosition, maxEntries);
  }

  @Override
  public void putVersionSet(VersionSet set) {
    records.putVersionSet(set);
  }

  @Override
  public Optional<VersionSet> versionSet(String id) {
    return records.versionSet(id);
  }
}
