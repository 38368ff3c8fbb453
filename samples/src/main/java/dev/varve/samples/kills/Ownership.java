package dev.varve.samples.kills;

import dev.varve.azure.server.HubRows;
import java.util.Set;

/** Looks behind the storage contract, into the tables: which session holds what. */
interface Ownership {
  static Ownership of(Database database) {
    return database
        .azure()
        .<Ownership>map(account -> new AzureOwnership(new HubRows(account, "default")))
        .orElseGet(() -> new PostgresOwnership(database));
  }

  /** The sessions of a worker that nobody has found dead. */
  Set<Long> sessionsOf(String worker);

  /** How many instances and queued activities are theirs. */
  long held(Set<Long> sessions);

  /** How many of them are taken for alive. */
  long alive(Set<Long> sessions);

  /** What keeps others from taking over. */
  String describe(Set<Long> sessions);
}
