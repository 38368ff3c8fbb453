package dev.varve.azure;

import dev.varve.VersionSet;
import dev.varve.azure.internal.format.KeyPrefix;
import dev.varve.azure.internal.format.KeySanitation;
import dev.varve.azure.internal.format.LargeText;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.RowDraft;
import dev.varve.azure.internal.format.StoredTexts;
import dev.varve.azure.internal.format.VersionSetRows;
import dev.varve.azure.internal.table.BlobStore;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import dev.varve.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The small shared facts of a hub. All lie in one partition, so that a record and the entry of the
 * audit log that tells of it are written together.
 *
 * <p>Positions of the log have no gaps: a row counts them, and every entry is written together with
 * its next state. Writers therefore come one after the other; those of one process wait for each
 * other here, those of several try again. A value too long for a column lies in a blob, which stays
 * when the value is replaced, since somebody may be reading it.
 *
 * <p>Thread-safe.
 */
final class AzureRecords implements HubRecords {
  static final String PARTITION = "records";

  private static final String RECORD = "record-";
  private static final String ENTRY = "audit-";
  private static final String SET = "set-";

  /** The row that counts the entries of the log. */
  private static final String LOG = "log";

  private static final String POSITION = "Position";
  private static final String REVISION = "Revision";
  private static final String VALUE = "Value";

  /** Names the write of a row, so that it is known again when its answer was lost. */
  private static final String WRITE_ID = "WriteId";

  private static final int MAX_KEY_LENGTH = 200;
  private static final int MAX_ATTEMPTS = 200;

  private final RowTable table;
  private final BlobStore blobs;
  private final StoredTexts texts;
  private final Supplier<Instant> now;
  private final ReentrantLock writing = new ReentrantLock();

  AzureRecords(RowTable table, BlobStore blobs, Supplier<Instant> now) {
    this.table = table;
    this.blobs = blobs;
    this.texts = new StoredTexts(blobs::get);
    this.now = now;
  }

  @Override
  public Optional<HubRecord> get(String key) {
    return table.get(PARTITION, recordKey(key)).map(this::record);
  }

  @Override
  public List<HubRecord> list(String keyPrefix) {
    return table
        .startingWith(PARTITION, RECORD + KeyPrefix.of(keyPrefix), Integer.MAX_VALUE)
        .stream()
        .map(this::record)
        .filter(record -> record.key().startsWith(keyPrefix))
        .sorted(Comparator.comparing(HubRecord::key))
        .toList();
  }

  private HubRecord record(Row row) {
    return new HubRecord(
        KeySanitation.unescape(row.key().substring(RECORD.length())),
        texts.of(row, VALUE),
        number(row, REVISION));
  }

  @Override
  public Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a record key of "
              + key.length()
              + " characters is out of range; use 1 to "
              + MAX_KEY_LENGTH);
    }
    Write write = new Write();
    RowDraft record = write.row(recordKey(key));
    record.columns().put(REVISION, expectedRevision + 1);
    write.large.put(record, "Record", VALUE, value);
    RowDraft entry = write.entry(audit);
    write.putBlobs();
    return inTurn(() -> {
      Optional<Row> current = table.get(PARTITION, record.key());
      if (current.map(row -> number(row, REVISION)).orElse(0L) != expectedRevision) {
        return Attempt.done(Optional.empty());
      }
      Change change =
          current.isEmpty()
              ? new Change.Insert(record.key(), record.columns())
              : new Change.Replace(record.key(), record.columns(), current.get().etag());
      return append(entry, List.of(change))
          ? Attempt.done(Optional.of(new HubRecord(key, value, expectedRevision + 1)))
          : Attempt.again();
    });
  }

  @Override
  public void audit(AuditEntry.Draft draft) {
    Write write = new Write();
    RowDraft entry = write.entry(draft);
    write.putBlobs();
    inTurn(() -> append(entry, List.of()) ? Attempt.done(true) : Attempt.again());
  }

  /** What came of trying to write; nothing if somebody else was faster. */
  private record Attempt<T>(Optional<T> result) {
    static <T> Attempt<T> done(T result) {
      return new Attempt<>(Optional.of(result));
    }

    static <T> Attempt<T> again() {
      return new Attempt<>(Optional.empty());
    }
  }

  private <T> T inTurn(Supplier<Attempt<T>> work) {
    writing.lock();
    try {
      for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        Optional<T> result = work.get().result();
        if (result.isPresent()) {
          return result.get();
        }
        long longest = TimeUnit.MILLISECONDS.toNanos(Math.min(attempt, 20) * 5L);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
      }
    } finally {
      writing.unlock();
    }
    throw new StorageException(
        "the hub's records could not be written: others were faster "
            + MAX_ATTEMPTS
            + " times; find out who writes to them without end",
        null);
  }

  /**
   * Writes an entry of the log at its next position, with other changes, all or nothing.
   *
   * @return false if somebody else wrote; true also if it was this very write, whose answer was
   *     lost
   */
  private boolean append(RowDraft entry, List<Change> others) {
    Optional<Row> log = table.get(PARTITION, LOG);
    long position = log.map(row -> number(row, POSITION)).orElse(0L) + 1;
    Map<String, Object> counted = Map.of(POSITION, position);
    List<Change> changes = new ArrayList<>(others);
    changes.add(new Change.Insert(entryKey(position), entry.columns()));
    changes.add(
        log.isEmpty()
            ? new Change.Insert(LOG, counted)
            : new Change.Replace(LOG, counted, log.get().etag()));
    return switch (table.apply(PARTITION, changes)) {
      case Outcome.Applied applied -> true;
      case Outcome.Refused refused -> isAt(position, entry);
      case Outcome.TooLarge tooLarge ->
          throw new StorageException(
              "a hub record or audit entry of "
                  + tooLarge.size()
                  + " is too large; the limit is "
                  + tooLarge.limit()
                  + ", so make it shorter",
              null);
    };
  }

  private boolean isAt(long position, RowDraft entry) {
    return table
        .get(PARTITION, entryKey(position))
        .map(row -> row.columns().get(WRITE_ID))
        .filter(id -> id.equals(entry.columns().get(WRITE_ID)))
        .isPresent();
  }

  @Override
  public List<AuditEntry> auditLog(long afterPosition, int maxEntries) {
    if (maxEntries < 1) {
      return List.of();
    }
    return table
        .range(
            PARTITION, entryKey(Math.max(0, afterPosition) + 1), RowTable.after(ENTRY), maxEntries)
        .stream()
        .map(this::entry)
        .toList();
  }

  private AuditEntry entry(Row row) {
    return new AuditEntry(
        Long.parseLong(row.key().substring(ENTRY.length()), 16),
        row.time("At").orElse(Instant.EPOCH),
        texts.of(row, "Who"),
        texts.of(row, "Action"),
        texts.of(row, "Subject"),
        texts.of(row, "Detail"));
  }

  @Override
  public void putVersionSet(VersionSet set) {
    String key = SET + set.id();
    if (table.get(PARTITION, key).isEmpty()) {
      Write write = new Write();
      RowDraft row = VersionSetRows.encode(set, key, write.large);
      write.putBlobs();
      // Refused means that somebody else has stored the equal set.
      table.apply(PARTITION, List.of(new Change.Insert(key, row.columns())));
    }
  }

  @Override
  public Optional<VersionSet> versionSet(String id) {
    return table
        .get(PARTITION, SET + KeySanitation.escape(id))
        .map(row -> VersionSetRows.decode(id, row, texts));
  }

  /** One write, with the blobs of its texts. */
  private final class Write {
    private final long id = ThreadLocalRandom.current().nextLong();
    private final LargeTexts large = LargeTexts.ofHub(id, blobs::url);

    RowDraft row(String key) {
      RowDraft row = new RowDraft(key, new HashMap<>());
      row.columns().put(WRITE_ID, id);
      return row;
    }

    /** An entry of the log, whose position is found when it is written. */
    RowDraft entry(AuditEntry.Draft draft) {
      RowDraft row = row(LOG);
      row.columns().put("At", now.get());
      large.put(row, "Audit", "Who", draft.who());
      large.put(row, "Audit", "Action", draft.action());
      large.put(row, "Audit", "Subject", draft.subject());
      large.put(row, "Audit", "Detail", draft.detail());
      return row;
    }

    void putBlobs() {
      for (LargeText text : large.blobs()) {
        blobs.put(text.blobName(), text.content());
      }
    }
  }

  private static String recordKey(String key) {
    return RECORD + KeySanitation.escape(key);
  }

  private static String entryKey(long position) {
    return ENTRY + String.format(Locale.ROOT, "%016X", position);
  }

  private static long number(Row row, String column) {
    return row.number(column)
        .orElseThrow(() ->
            new StorageException(
                "row '"
                    + row.key()
                    + "' of the hub's records has no column "
                    + column
                    + "; something else wrote it: restore it from a backup",
                null));
  }
}
