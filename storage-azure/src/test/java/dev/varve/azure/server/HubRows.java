package dev.varve.azure.server;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Filter;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks behind the storage contract, into the tables of a hub: what is left in them at rest. */
public final class HubRows {
  private static final List<String> WAITING = List.of("inbox", "task", "outbox", "door");

  private final RowTable history;
  private final RowTable work;

  /**
   * @param connectionString of the account
   * @param hub the hub's name
   */
  public HubRows(String connectionString, String hub) {
    StorageAccount account =
        StorageAccount.of(new AccountAccess.ByConnectionString(connectionString));
    this.history = account.table(HubNames.of(hub).history());
    this.work = account.table(HubNames.of(hub).work());
  }

  /** How many rows there are that wait for something, by their kind; none once all has ended. */
  public Map<String, Long> waiting() {
    Map<String, Long> counts = new TreeMap<>();
    for (String kind : WAITING) {
      long count = count(history, row -> row.key().startsWith(kind + "-"));
      if (count > 0) {
        counts.put(kind, count);
      }
    }
    return counts;
  }

  /** How many sessions there are, the dead among them. */
  public long sessions() {
    return count(work, row -> row.partition().equals("sessions"));
  }

  /** The sessions of a worker that nobody has found dead. */
  public Set<Long> sessionsOf(String worker) {
    return sessions(row -> row.text("Worker").equals(Optional.of(worker)) && !row.flag("Dead"));
  }

  /** The sessions that nobody has found dead. */
  public Set<Long> living() {
    return sessions(row -> !row.flag("Dead"));
  }

  private Set<Long> sessions(Predicate<Row> wanted) {
    return work.range("sessions", "0", "g", Integer.MAX_VALUE).stream()
        .filter(wanted)
        .map(row -> Long.valueOf(row.key(), 16))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many instances and queued activities are held by one of these sessions. */
  public long held(Set<Long> sessions) {
    return count(
        history,
        row ->
            row.number(row.key().equals("sentinel") ? "VarveOwner" : "Claimer")
                .filter(sessions::contains)
                .isPresent());
  }

  private static long count(RowTable table, Predicate<Row> counted) {
    long[] count = {0};
    table.scan(
        Filter.all(),
        List.of(),
        rows -> {
          count[0] += rows.stream().filter(counted).count();
          return true;
        });
    return count[0];
  }
}
