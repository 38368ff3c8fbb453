package dev.varve.azure.server;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Filter;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

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
