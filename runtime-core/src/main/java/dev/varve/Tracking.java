package dev.varve;

import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the hubs of one store hold, all of them side by side: for lists and counts over
 * several applications, and for what is left of one whose code is gone. Changes nothing, and runs
 * nothing; each row says its hub, function and version. Thread-safe. Methods throw {@link
 * dev.varve.storage.StorageException} if the store cannot be read.
 */
public final class Tracking {
  private static final Pattern POSITION =
      Pattern.compile("(-?[0-9]{1,18}):([A-Za-z0-9]+):(.+)", Pattern.DOTALL);

  /**
   * Behind every id, and before every other: ids are not longer, and have no control characters.
   */
  private static final String LAST_ID =
      Character.toString(Character.MAX_CODE_POINT).repeat(Names.MAX_INSTANCE_ID_LENGTH / 2 + 1);

  private static final String FIRST_ID = " ";

  private final Storage storage;

  private Tracking(Storage storage) {
    this.storage = storage;
  }

  /**
   * Reads a store, which stays the caller's to close.
   *
   * @param storage may be in use by an engine at the same time
   */
  public static Tracking of(Storage storage) {
    return new Tracking(storage);
  }

  /** The names of all hubs, in order. */
  public List<String> hubs() {
    return storage.hubs();
  }

  /**
   * One page of instances of several hubs, in the order of their creation, then of hub and id.
   *
   * @param hubs their names; empty for all
   * @throws IllegalArgumentException if there is no hub of a name, or the continuation is not one
   *     that a page of these hubs gave
   */
  public InstancePage query(Collection<String> hubs, InstanceQuery query) {
    List<InstanceRow> rows = new ArrayList<>();
    boolean more = false;
    for (HubStore hub : existing(hubs)) {
      InstancePage page =
          hub.query(query.continuation().map(c -> from(query, c, hub)).orElse(query));
      rows.addAll(page.instances());
      more |= page.continuation().isPresent();
    }
    Comparator<InstanceRow> order =
        Comparator.comparing(InstanceRow::createdAt)
            .thenComparing(InstanceRow::hub)
            .thenComparing(InstanceRow::instanceId);
    rows.sort(query.newestFirst() ? order.reversed() : order);
    more |= rows.size() > query.pageSize();
    List<InstanceRow> page = rows.subList(0, Math.min(query.pageSize(), rows.size()));
    return new InstancePage(
        List.copyOf(page), more ? Optional.of(position(page.getLast())) : Optional.empty());
  }

  /** The same query of one hub, behind where a page over several hubs ended. */
  private static InstanceQuery from(InstanceQuery query, String continuation, HubStore hub) {
    Matcher position = POSITION.matcher(continuation);
    if (!position.matches()) {
      throw new IllegalArgumentException(
          "the continuation '"
              + Names.printable(continuation)
              + "' is not one that a page of several hubs gave; start again without it");
    }
    long created = Long.parseLong(position.group(1));
    int side = hub.name().compareTo(position.group(2));
    if (side == 0) {
      return query.withContinuation(created + ":" + position.group(3));
    }
    boolean newestFirst = query.newestFirst();
    boolean passed = newestFirst ? side > 0 : side < 0;
    if (newestFirst) {
      return query.withContinuation((passed ? created : created + 1) + ":" + FIRST_ID);
    }
    return query.withContinuation((passed ? created : created - 1) + ":" + LAST_ID);
  }

  private static String position(InstanceRow last) {
    long micros =
        Math.addExact(
            Math.multiplyExact(last.createdAt().getEpochSecond(), 1_000_000L),
            last.createdAt().getNano() / 1_000);
    return micros + ":" + last.hub() + ":" + last.instanceId();
  }

  /**
   * How many instances there are per function and status, by hub.
   *
   * @param hubs their names; empty for all
   * @throws IllegalArgumentException if there is no hub of a name
   */
  public SortedMap<String, List<InstanceCount>> counts(Collection<String> hubs) {
    SortedMap<String, List<InstanceCount>> counts = new TreeMap<>();
    existing(hubs).forEach(hub -> counts.put(hub.name(), hub.counts()));
    return counts;
  }

  /**
   * The row of one instance.
   *
   * @throws IllegalArgumentException if there is no such hub
   */
  public Optional<InstanceRow> instance(String hub, String instanceId) {
    return existing(List.of(hub)).getFirst().instance(Names.requireInstanceId(instanceId));
  }

  /**
   * Part of the history of an instance's current execution; see {@link HubStore#history}.
   *
   * @throws IllegalArgumentException if there is no such hub
   */
  public List<HistoryTurn> history(
      String hub, String instanceId, long afterSequence, int maxTurns) {
    return existing(List.of(hub))
        .getFirst()
        .history(Names.requireInstanceId(instanceId), afterSequence, maxTurns);
  }

  /** Reading must not create a hub, so only those that exist are asked for. */
  private List<HubStore> existing(Collection<String> wanted) {
    List<String> all = hubs();
    for (String name : wanted) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "there is no hub '" + Names.printable(name) + "'; there are " + all);
      }
    }
    return new TreeSet<>(wanted.isEmpty() ? all : wanted).stream().map(storage::hub).toList();
  }
}
