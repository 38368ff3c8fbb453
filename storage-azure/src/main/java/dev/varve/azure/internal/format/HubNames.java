package dev.varve.azure.internal.format;

import dev.varve.Names;
import java.util.Locale;

/**
 * What the tables, queues and containers of a hub are called.
 *
 * @param hub the hub's name
 * @param tables what the two tables of instances and histories begin with
 */
public record HubNames(String hub, String tables) {
  /** The names of a hub whose tables are its own. */
  public static HubNames of(String hub) {
    return new HubNames(Names.requireHub(hub), hub);
  }

  /**
   * The names of a hub whose instances and histories lie in tables shared with other hubs.
   *
   * @param prefix what these tables begin with
   */
  public HubNames tracked(String prefix) {
    return new HubNames(hub, prefix);
  }

  /** The table with a row per instance. */
  public String instances() {
    return tables + "Instances";
  }

  /** The table with the partition of each instance: its events and what waits for it. */
  public String history() {
    return tables + "History";
  }

  /** The table that says which worker is at home in which partition. */
  public String partitions() {
    return hub + "Partitions";
  }

  /** The table of sessions, of what is due, and of the hub's records. */
  public String work() {
    return hub + "Work";
  }

  /** The queue that rings the worker with this session. */
  public String worker(long session) {
    return lowerHub() + "-worker-" + session;
  }

  /**
   * The name by which a partition is known, in the table of partitions as well.
   *
   * @param partition 0 to 15
   */
  public String control(int partition) {
    return String.format(Locale.ROOT, "%s-control-%02d", lowerHub(), partition);
  }

  /** The container of texts that are too long for a table; it lies with the tables. */
  public String largeMessages() {
    return lowerHub() + "-largemessages";
  }

  private String lowerHub() {
    return hub.toLowerCase(Locale.ROOT);
  }
}
