package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.Names;
import dev.varve.azure.ActivityQueue.Waiting;
import dev.varve.azure.Wakes.WakeRow;
import dev.varve.azure.internal.format.Damage;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The looks for work of one session. One fetch at a time. */
final class Fetch {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
  private static final int PAGE = 1_000;

  private final HubParts parts;
  private final AzureSession session;
  private final Claims claims;
  private final Activities activities;
  private final ActivityQueue queue;
  private final Executor executor;
  private final Rhythm rhythm;
  private final List<LaneWatch> instanceLanes;
  private final Map<FunctionName, LaneWatch> activityLanes = new LinkedHashMap<>();

  /** Instances that were found damaged, so that each is told of once. */
  private final Set<String> setAside = new HashSet<>();

  Fetch(
      HubParts parts,
      AzureSession session,
      Claims claims,
      Activities activities,
      ActivityQueue queue,
      Executor executor,
      Rhythm rhythm) {
    this.parts = parts;
    this.session = session;
    this.claims = claims;
    this.activities = activities;
    this.queue = queue;
    this.executor = executor;
    this.rhythm = rhythm;
    this.instanceLanes =
        parts.lanes().servedBy(session.descriptor()).stream().map(LaneWatch::new).toList();
    for (FunctionName function : session.descriptor().activities()) {
      activityLanes.put(function, new LaneWatch(Lanes.activities(function)));
    }
  }

  FetchBatch run(FetchRequest request) {
    List<ClaimedInstance> claimed = new ArrayList<>();
    List<QueuedActivity> claimedActivities = new ArrayList<>();
    boolean more = false;
    try {
      boolean everywhere = rhythm.isDue();
      if (!everywhere) {
        session.listen();
      }
      refreshSuspects();
      more |= instances(request, everywhere, claimed);
      more |= activities(request.maxActivities(), everywhere, claimedActivities);
    } catch (StorageException e) {
      rhythm.again();
      if (claimed.isEmpty() && claimedActivities.isEmpty()) {
        throw e;
      }
      LOG.warn("a look for work did not come to its end and is made again: {}", e.getMessage());
      more = true;
    }
    long now = parts.clock().now();
    Set<String> justClaimed =
        claimed.stream().map(ClaimedInstance::instanceId).collect(Collectors.toSet());
    List<FetchBatch.Delivery> delivered = session.deliverDue(now, justClaimed);
    more |= session.nextAlarm() <= now; // for what was just claimed
    if (!claimed.isEmpty() || !claimedActivities.isEmpty() || !delivered.isEmpty()) {
      rhythm.found();
    }
    return new FetchBatch(
        Micros.instant(now), claimed, delivered, claimedActivities, more, nextDue());
  }

  private Optional<Instant> nextDue() {
    long next = session.nextAlarm();
    for (LaneWatch watch : instanceLanes) {
      next = Math.min(next, watch.nextDue());
    }
    return next == Micros.NEVER ? Optional.empty() : Optional.of(Micros.instant(next));
  }

  private void refreshSuspects() {
    List<CompletableFuture<Boolean>> under =
        session.takeSuspects().stream().map(session::lookAgain).toList();
    under.forEach(Fetch::join);
  }

  // ---- instances ----

  private boolean instances(
      FetchRequest request, boolean everywhere, List<ClaimedInstance> claimed) {
    Map<String, List<WakeRow>> news = news(everywhere);
    Iterator<Map.Entry<String, List<WakeRow>>> rest = news.entrySet().iterator();
    boolean more = false;
    while (rest.hasNext()) {
      Map<String, CompletableFuture<Optional<ClaimedInstance>>> under = new LinkedHashMap<>();
      int room = request.maxInstances() - claimed.size();
      while (rest.hasNext()) {
        Map.Entry<String, List<WakeRow>> one = rest.next();
        String id = one.getKey();
        boolean own = parts.ownership().find(session, id) != null;
        if (!own && room == 0) {
          more = true;
          leave(one.getValue());
          continue;
        }
        room -= own ? 0 : 1;
        under.put(id, look(id, one.getValue(), request.maxHistoryTurns()));
        if (room == 0 && request.maxInstances() > 0) {
          break;
        }
      }
      collect(under, news, claimed);
    }
    return more;
  }

  private CompletableFuture<Optional<ClaimedInstance>> look(
      String id, List<WakeRow> rows, int maxTurns) {
    return parts.strands().submit(id, () -> claims.look(session, id, rows, maxTurns));
  }

  /** One that fails does not take the others with it: it is looked at again. */
  private void collect(
      Map<String, CompletableFuture<Optional<ClaimedInstance>>> under,
      Map<String, List<WakeRow>> news,
      List<ClaimedInstance> claimed) {
    under.forEach((id, one) -> {
      try {
        join(one).ifPresent(claimed::add);
      } catch (StorageException e) {
        if (Damage.is(e)) {
          setAside(id, e);
          return;
        }
        LOG.warn("instance '{}' could not be looked at: {}", id, e.getMessage());
        leave(news.getOrDefault(id, List.of()));
      }
    });
  }

  /**
   * The row that says what the instance is cannot be read, so it cannot be owned by anybody. It is
   * looked at again with all lanes, since the row may have been restored.
   */
  private void setAside(String id, StorageException damage) {
    String what = Objects.requireNonNullElse(damage.getMessage(), "");
    if (setAside.add(id)) {
      LOG.error("instance '{}' is set aside: {}", Names.printable(id), what);
      Behind.tidy("showing damage", () -> parts.projection().setAside(id, what));
    }
  }

  private void leave(List<WakeRow> rows) {
    for (WakeRow row : rows) {
      for (LaneWatch watch : instanceLanes) {
        if (watch.lane.equals(row.lane())) {
          watch.leaveRest();
        }
      }
    }
  }

  /** What is due by the index, by instance, in order; management comes first, then the homes. */
  private Map<String, List<WakeRow>> news(boolean everywhere) {
    long now = parts.clock().now();
    List<LaneWatch> due =
        instanceLanes.stream()
            .filter(watch -> everywhere || watch.isDue(parts.signals(), now))
            .toList();
    List<CompletableFuture<List<WakeRow>>> looks = new ArrayList<>();
    for (LaneWatch watch : due) {
      watch.begin(parts.signals());
      looks.add(
          CompletableFuture.supplyAsync(() -> parts.wakes().look(watch.lane, PAGE), executor));
    }
    List<WakeRow> rows = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      rows.addAll(due(due.get(i), looks.get(i), now));
    }
    rows.sort(
        Comparator.comparing((WakeRow row) -> !row.lane().equals(Lanes.MANAGEMENT))
            .thenComparing(row -> !session.isAtHome(row.instanceId()))
            .thenComparingLong(WakeRow::due));
    Map<String, List<WakeRow>> byInstance = new LinkedHashMap<>();
    for (WakeRow row : rows) {
      byInstance.computeIfAbsent(row.instanceId(), id -> new ArrayList<>()).add(row);
    }
    return byInstance;
  }

  private List<WakeRow> due(LaneWatch watch, CompletableFuture<List<WakeRow>> look, long now) {
    List<WakeRow> found;
    try {
      found = join(look);
    } catch (StorageException e) {
      watch.leaveRest();
      throw e;
    }
    List<WakeRow> due = new ArrayList<>();
    for (WakeRow row : found) {
      if (row.failedBuilds().contains(session.descriptor().build())) {
        continue;
      }
      if (row.due() <= now) {
        due.add(row);
      } else {
        watch.dueAt(row.due());
      }
    }
    if (due.size() == PAGE) {
      watch.leaveRest();
    }
    return due;
  }

  // ---- activities ----

  private boolean activities(int max, boolean everywhere, List<QueuedActivity> claimed) {
    List<Waiting> waiting = new ArrayList<>();
    long now = parts.clock().now();
    activityLanes.forEach((function, watch) -> {
      if (everywhere || watch.isDue(parts.signals(), now)) {
        watch.begin(parts.signals());
        try {
          waiting.addAll(queue.look(function, PAGE));
        } catch (StorageException e) {
          watch.leaveRest();
          throw e;
        }
      }
    });
    waiting.sort(Comparator.comparing(Waiting::key));
    claimed.addAll(session.activities().takeKept(max));
    int from = 0;
    while (from < waiting.size() && claimed.size() < max) {
      int to = Math.min(waiting.size(), from + max - claimed.size());
      claimed.addAll(claim(waiting.subList(from, to)));
      from = to;
    }
    List<Waiting> left = waiting.subList(from, waiting.size());
    left.forEach(one -> leaveActivities(one.lane()));
    session.activities().setRoom(max - claimed.size());
    return !left.isEmpty() || session.activities().hasKept();
  }

  private List<QueuedActivity> claim(List<Waiting> waiting) {
    Map<String, List<Waiting>> byInstance = new LinkedHashMap<>();
    for (Waiting one : waiting) {
      byInstance.computeIfAbsent(one.instanceId(), id -> new ArrayList<>()).add(one);
    }
    Map<String, CompletableFuture<List<QueuedActivity>>> under = new LinkedHashMap<>();
    byInstance.forEach((id, some) ->
        under.put(id, parts.strands().submit(id, () -> activities.claim(session, id, some))));
    List<QueuedActivity> claimed = new ArrayList<>();
    under.forEach((id, one) -> {
      try {
        claimed.addAll(join(one));
      } catch (StorageException e) {
        LOG.warn("activities of '{}' could not be claimed: {}", id, e.getMessage());
        byInstance.getOrDefault(id, List.of()).forEach(w -> leaveActivities(w.lane()));
      }
    });
    claimed.sort(Comparator.comparingLong(QueuedActivity::id));
    return claimed;
  }

  private void leaveActivities(String lane) {
    for (LaneWatch watch : activityLanes.values()) {
      if (watch.lane.equals(lane)) {
        watch.leaveRest();
      }
    }
  }

  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
