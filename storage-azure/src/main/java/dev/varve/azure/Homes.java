package dev.varve.azure;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * In which partitions a session is at home: those it looks at first. The homes are shared out
 * evenly by the hub's table of partitions, in the form and by the rules of Durable Task's table
 * partition manager: who has too few asks the one with the most for one, who stops looking there
 * and lets it go. Nothing depends on it but who looks where first; ownership of instances is
 * elsewhere.
 *
 * <p>A home is lost when its row has not changed for a lease, by the clock of whoever observes it;
 * the times in the rows are for tools. One thread tends; {@link #mine} and {@link #pause} are for
 * all.
 */
final class Homes {
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

  private static final Duration FIRST_LEASE = Duration.ofMinutes(1);
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String PARTITION = "";
  private static final String NOBODY = "";

  /** The columns of Durable Task's table. */
  private static final String CURRENT_OWNER = "CurrentOwner";

  private static final String NEXT_OWNER = "NextOwner";
  private static final String OWNED_SINCE = "OwnedSince";
  private static final String LAST_RENEWAL = "LastRenewal";
  private static final String EXPIRES_AT = "ExpiresAt";
  private static final String IS_DRAINING = "IsDraining";

  /** The state a row had when it was seen to have changed. */
  private record Seen(String etag, long since) {}

  private record Home(int number, String etag, Map<String, Object> columns) {
    String owner() {
      return text(CURRENT_OWNER);
    }

    String next() {
      return text(NEXT_OWNER);
    }

    boolean draining() {
      return Boolean.TRUE.equals(columns.get(IS_DRAINING));
    }

    /** Whose it will be when everyone has done what he was asked for. */
    String heir() {
      return next().isEmpty() ? owner() : next();
    }

    private String text(String column) {
      return columns.get(column) instanceof String text ? text : NOBODY;
    }

    Home with(Map<String, Object> changed) {
      Map<String, Object> merged = new HashMap<>(columns);
      merged.putAll(changed);
      return new Home(number, etag, merged);
    }
  }

  private final RowTable table;
  private final HubNames names;
  private final int count;
  private final String owner;
  private final Supplier<Instant> now;
  private final LongSupplier nanos;
  private final Map<Integer, Seen> seen = new HashMap<>();
  private final Map<Integer, Long> drainingSince = new HashMap<>();
  private volatile Set<Integer> mine = Set.of();
  private volatile boolean tended;
  private volatile long tendedAt;
  private volatile Duration pause = Duration.ZERO;

  /**
   * @param owner names the session; no other has the same
   * @param now for the times that tools read
   * @param nanos a clock that only counts on
   */
  Homes(
      RowTable table,
      HubNames names,
      int count,
      String owner,
      Supplier<Instant> now,
      LongSupplier nanos) {
    this.table = table;
    this.names = names;
    this.count = count;
    this.owner = owner;
    this.now = now;
    this.nanos = nanos;
    tendedAt = nanos.getAsLong();
  }

  /** The partitions to look at first; none when they were not tended for a lease. */
  Set<Integer> mine() {
    return nanos.getAsLong() - tendedAt < LEASE.toNanos() ? mine : Set.of();
  }

  /** When to tend again. */
  Duration pause() {
    return pause;
  }

  /** Tends, if it is time to. */
  void tendIfDue(IntPredicate drained) {
    if (!tended || nanos.getAsLong() - tendedAt >= pause.toNanos()) {
      tend(drained);
    }
  }

  /**
   * Renews what is at home here, lets go what others asked for, takes what is free and asks for
   * what is missing to a fair share.
   *
   * @param drained whether nothing of a partition is in work here any more
   */
  void tend(IntPredicate drained) {
    tended = true;
    Map<Integer, Home> homes = read();
    long read = nanos.getAsLong();
    for (int number = 0; number < count; number++) {
      homes.putIfAbsent(number, new Home(number, NOBODY, Map.of()));
    }
    Map<Integer, Home> wanted = new TreeMap<>(homes);
    wanted.replaceAll((number, home) -> look(home, wanted, drained));
    wanted.values().removeAll(homes.values());
    write(List.copyOf(wanted.values())).forEach(home -> homes.put(home.number(), home));
    balance(homes);
    Set<Integer> kept = new TreeSet<>();
    boolean waiting = false;
    for (Home home : homes.values()) {
      if (home.owner().equals(owner) && home.next().isEmpty()) {
        kept.add(home.number());
      }
      waiting |= home.next().equals(owner) || isDraining(home);
      if (!isDraining(home)) {
        drainingSince.remove(home.number());
      }
    }
    mine = Set.copyOf(kept);
    tendedAt = read;
    pause = waiting ? SOON : RENEWAL;
  }

  private boolean isDraining(Home home) {
    return home.owner().equals(owner) && home.draining();
  }

  /** Lets everything go, for whoever comes next. */
  void leave() {
    mine = Set.of();
    if (!tended) {
      return;
    }
    write(
        read().values().stream()
            .filter(home -> home.owner().equals(owner))
            .map(Homes::release)
            .toList());
  }

  private Map<Integer, Home> read() {
    Map<Integer, Home> homes = new TreeMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < count; number++) {
      numbers.put(names.control(number), number);
    }
    String first = names.control(0);
    String last = RowTable.after(names.control(count - 1));
    for (Row row : table.range(PARTITION, first, last, Integer.MAX_VALUE)) {
      Integer number = numbers.get(row.key());
      if (number != null) {
        homes.put(number, new Home(number, row.etag(), row.columns()));
        seen.merge(
            number,
            new Seen(row.etag(), nanos.getAsLong()),
            (before, found) -> before.etag().equals(found.etag()) ? before : found);
      }
    }
    return homes;
  }

  /** What is to become of one home by what its row says. */
  private Home look(Home home, Map<Integer, Home> homes, IntPredicate drained) {
    if (home.owner().equals(owner)) {
      return keep(home, drained);
    }
    boolean free = home.owner().isEmpty() || isStale(home);
    boolean promised = !home.next().isEmpty() && !home.next().equals(owner) && !isStale(home);
    boolean wanted = home.next().equals(owner) || held(homes, owner) < share(homes);
    return free && !promised && wanted ? claim(home) : home;
  }

  private Home keep(Home home, IntPredicate drained) {
    if (home.next().isEmpty()) {
      Instant time = now.get();
      return home.with(Map.of(LAST_RENEWAL, time, EXPIRES_AT, time.plus(LEASE)));
    }
    if (!home.draining()) {
      return home.with(Map.of(IS_DRAINING, true));
    }
    long since = drainingSince.computeIfAbsent(home.number(), number -> nanos.getAsLong());
    boolean over = nanos.getAsLong() - since >= LONGEST_DRAIN.toNanos();
    if (drained.test(home.number()) || over) {
      return release(home);
    }
    Instant time = now.get();
    return home.with(Map.of(LAST_RENEWAL, time, EXPIRES_AT, time.plus(LEASE)));
  }

  private static Home release(Home home) {
    return home.with(Map.of(CURRENT_OWNER, NOBODY, IS_DRAINING, false));
  }

  private Home claim(Home home) {
    Instant time = now.get();
    return home.with(
        Map.of(
            CURRENT_OWNER, owner,
            NEXT_OWNER, NOBODY,
            OWNED_SINCE, time,
            LAST_RENEWAL, time,
            EXPIRES_AT, time.plus(FIRST_LEASE),
            IS_DRAINING, false));
  }

  /** Asks those with the most for one each, as long as that makes the shares more even. */
  private void balance(Map<Integer, Home> homes) {
    while (true) {
      Optional<Home> asked =
          homes.values().stream()
              .filter(home -> home.next().isEmpty())
              .filter(home -> !home.owner().isEmpty() && !home.owner().equals(owner))
              .filter(home -> held(homes, home.owner()) - held(homes, owner) >= 2)
              .max(Comparator.comparingLong(home -> held(homes, home.owner())));
      if (asked.isEmpty()) {
        return;
      }
      List<Home> after = write(List.of(asked.get().with(Map.of(NEXT_OWNER, owner))));
      if (after.isEmpty()) {
        return; // Somebody else was faster; the next look shows what he did.
      }
      homes.put(after.getFirst().number(), after.getFirst());
    }
  }

  private static long held(Map<Integer, Home> homes, String who) {
    return homes.values().stream().filter(home -> home.heir().equals(who)).count();
  }

  /** How many are mine at most when all who live have as many as I. */
  private long share(Map<Integer, Home> homes) {
    Set<String> owners = new TreeSet<>(List.of(owner));
    homes.values().stream()
        .filter(home -> !isStale(home))
        .map(Home::heir)
        .filter(heir -> !heir.isEmpty())
        .forEach(owners::add);
    return Math.ceilDiv(count, owners.size());
  }

  private boolean isStale(Home home) {
    Seen last = seen.get(home.number());
    return last != null && nanos.getAsLong() - last.since() >= LEASE.toNanos();
  }

  /**
   * Writes homes in one request, or one by one if somebody else has changed some of them. A refusal
   * may be the echo of our own success, which the next look shows.
   *
   * @return those that were written
   */
  private List<Home> write(List<Home> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    if (table.apply(PARTITION, wanted.stream().map(this::change).toList())
        instanceof Outcome.Applied applied) {
      List<Home> written = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        written.add(written(wanted.get(i), applied.etags().get(i)));
      }
      return written;
    }
    return wanted.size() == 1
        ? List.of()
        : wanted.stream().flatMap(home -> write(List.of(home)).stream()).toList();
  }

  private Change change(Home wanted) {
    String key = names.control(wanted.number());
    return wanted.etag().isEmpty()
        ? new Change.Insert(key, wanted.columns())
        : new Change.Replace(key, wanted.columns(), wanted.etag());
  }

  private Home written(Home wanted, String etag) {
    seen.put(wanted.number(), new Seen(etag, nanos.getAsLong()));
    return new Home(wanted.number(), etag, wanted.columns());
  }
}
