package dev.varve.samples.kills;

import dev.varve.azure.server.HubRows;
import java.util.Set;

/** What lies in the tables of an Azure Storage account. */
record AzureOwnership(HubRows rows) implements Ownership {
  @Override
  public Set<Long> sessionsOf(String worker) {
    return rows.sessionsOf(worker);
  }

  @Override
  public long held(Set<Long> sessions) {
    return rows.held(sessions);
  }

  @Override
  public long alive(Set<Long> sessions) {
    Set<Long> alive = rows.living();
    return sessions.stream().filter(alive::contains).count();
  }

  @Override
  public String describe(Set<Long> sessions) {
    return held(sessions) + " held, " + alive(sessions) + " of " + sessions + " alive";
  }
}
