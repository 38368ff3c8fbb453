package dev.varve.testing.simulation;

import dev.varve.VersionSet;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import java.util.List;
import java.util.Optional;

/** The records of a hub as one process sees them. */
final class FaultyRecords implements HubRecords {
  private final HubRecords records;
  private final Gate gate;

  FaultyRecords(HubRecords records, Gate gate) {
    this.records = records;
    this.gate = gate;
  }

  @Override
  public Optional<HubRecord> get(String key) {
    return gate.call("get", false, () -> records.get(key));
  }

  @Override
  public List<HubRecord> list(String keyPrefix) {
    return gate.call("list", false, () -> records.list(keyPrefix));
  }

  @Override
  public Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit) {
    return gate.call(
        "compareAndSet", true, () -> records.compareAndSet(key, expectedRevision, value, audit));
  }

  @Override
  public void audit(AuditEntry.Draft entry) {
    gate.call(
        "audit",
        true,
        () -> {
          records.audit(entry);
          return entry;
        });
  }

  @Override
  public List<AuditEntry> auditLog(long afterPosition, int maxEntries) {
    return gate.call("auditLog", false, () -> records.auditLog(afterPosition, maxEntries));
  }

  @Override
  public void putVersionSet(VersionSet set) {
    gate.call(
        "putVersionSet",
        true,
        () -> {
          records.putVersionSet(set);
          return set;
        });
  }

  @Override
  public Optional<VersionSet> versionSet(String id) {
    return gate.call("versionSet", false, () -> records.versionSet(id));
  }
}
