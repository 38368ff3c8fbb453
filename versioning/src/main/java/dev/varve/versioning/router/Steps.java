package dev.varve.versioning.router;

import dev.varve.VarveBuilder;
import dev.varve.storage.HubStore;
import dev.varve.versioning.router.AppChange.Verdict;
import dev.varve.versioning.router.Life.Creation;
import dev.varve.versioning.router.Life.Origin;
import dev.varve.versioning.router.Life.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The steps of creation and removal, as activities. Each is idempotent: it looks at the table and
 * the host as they are, and goes on from there. Thread-safe.
 */
final class Steps {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private final Hold hold;
  private final HubStore hub;
  private final Table table;
  private final Traffic traffic;
  private final AppHost host;
  private final Idleness idleness;
  private final int limit;
  private final Duration grace;

  Steps(
      Hold hold,
      HubStore hub,
      Table table,
      Traffic traffic,
      AppHost host,
      Idleness idleness,
      int limit,
      Duration grace) {
    this.hold = hold;
    this.hub = hub;
    this.table = table;
    this.traffic = traffic;
    this.host = host;
    this.idleness = idleness;
    this.limit = limit;
    this.grace = grace;
  }

  void register(VarveBuilder builder) {
    builder
        .activity(Life.RESERVE, Creation.class, input -> held(() -> reserve(input)))
        .activity(Life.START, AppRun.class, run -> held(() -> start(run)))
        .activity(Life.PUBLISH, Life.Publication.class, input -> held(() -> publish(input)))
        .activity(Life.GIVE_UP, Life.Failure.class, input -> held(() -> giveUp(input)))
        .activity(Life.RETIRE, AppRun.class, run -> held(() -> retire(run)))
        .activity(Life.DRAIN, Removal.class, input -> held(() -> drain(input)))
        .activity(Life.STOP, AppRun.class, run -> held(() -> stop(run)))
        .activity(Life.CLOSE, Removal.class, input -> held(() -> close(input)));
  }

  /** A router that lost its hold must not even fail a step: it waits for its own end. */
  private <T extends @Nullable Object> T held(Callable<T> step) throws Exception {
    try {
      hold.require();
      return step.call();
    } catch (HoldLostException e) {
      hold.awaitEnd();
      throw e;
    }
  }

  // ---- creation ----

  private Life.Reservation reserve(Creation creation) {
    return table.decide(() -> reserveNow(creation));
  }

  private Life.Reservation reserveNow(Creation creation) {
    AppKey key = creation.build().key();
    Optional<Row> known = table.find(key);
    Optional<AppBuild> build = build(creation, known);
    if (build.isEmpty()) {
      return settled(key, Verdict.REFUSED, noBuild(creation.build(), host));
    }
    AppVersion version = build.get().version();
    Row row = known.orElseGet(() -> Row.fresh(key, version, hub.now()));
    Optional<AppRun> live = row.serving().filter(run -> host.endpoint(run).isPresent());
    if (row.state() == AppState.RUNNING
        && live.isPresent()
        && (row.version().equals(version) || creation.origin() != Origin.DEPLOYMENT)) {
      traffic.lead(live.get());
      makeCurrent(creation, key);
      return settled(key, Verdict.UNCHANGED, live.get().build() + " runs already");
    }
    boolean counted = known.isPresent() && row.state().isOpen();
    if (!counted && table.open() >= limit) {
      return limitReached(key);
    }
    Row reserved = reserved(row, version).withNextRun();
    table.put(reserved, creation.who(), creation.why());
    AppRun next = new AppRun(build.get(), reserved.lastRun());
    return new Life.Reservation(Optional.empty(), Optional.of(next), live);
  }

  /** A patch takes the place of a run that goes on meanwhile; anything else is created. */
  private Row reserved(Row row, AppVersion version) {
    return switch (row.state()) {
      case RUNNING -> row;
      case DRAINING -> row.in(AppState.RUNNING, hub.now());
      case CREATING, CLOSED, FAILED ->
          row.in(AppState.CREATING, hub.now()).servedByNone().withVersion(version);
    };
  }

  /** A deployment is of exactly one build; a request takes whatever patch there is. */
  private Optional<AppBuild> build(Creation creation, Optional<Row> known) {
    AppBuild wanted = creation.build();
    if (creation.origin() == Origin.DEPLOYMENT) {
      return Optional.of(wanted).filter(host.builds()::contains);
    }
    return known
        .filter(row -> row.lastRun() > 0 && row.state() != AppState.FAILED)
        .map(row -> new AppBuild(row.key().app(), row.version()))
        .filter(host.builds()::contains)
        .or(() -> buildFor(wanted, host));
  }

  /** The build itself, or the highest patch under its key. */
  static Optional<AppBuild> buildFor(AppBuild wanted, AppHost host) {
    return host.builds().contains(wanted)
        ? Optional.of(wanted)
        : host.builds().stream()
            .filter(build -> build.key().equals(wanted.key()))
            .max(AppBuild::compareTo);
  }

  static String noBuild(AppBuild wanted, AppHost host) {
    List<String> known = host.builds().stream().sorted().map(AppBuild::toString).toList();
    return "the host has no build of " + wanted + "; it has " + known;
  }

  private Life.Reservation limitReached(AppKey key) {
    List<AppKey> removable = idleness.removable();
    return new Life.Reservation(
        Optional.of(
            new AppChange(
                key,
                Verdict.LIMIT_REACHED,
                "%d apps are open, and no more than %d may be; %s"
                    .formatted(
                        table.open(),
                        limit,
                        removable.isEmpty()
                            ? "none of them can be removed now"
                            : "these can be removed: " + removable),
                removable)),
        Optional.empty(),
        Optional.empty());
  }

  private static Life.Reservation settled(AppKey key, Verdict verdict, String detail) {
    return new Life.Reservation(
        Optional.of(new AppChange(key, verdict, detail, List.of())),
        Optional.empty(),
        Optional.empty());
  }

  private Life.Started start(AppRun run) throws InterruptedException {
    try {
      host.start(run);
      return new Life.Started(Optional.empty());
    } catch (AppStartException | IllegalArgumentException e) {
      return new Life.Started(Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private boolean publish(Life.Publication publication) {
    AppRun run = publication.run();
    Creation creation = publication.creation();
    return table.decide(() -> {
      if (host.endpoint(run).isEmpty()) {
        return false;
      }
      AppKey key = run.build().key();
      Row row = table.find(key).orElseThrow();
      if (row.run() != run.number() || row.state() != AppState.RUNNING) {
        table.put(
            row.in(AppState.RUNNING, hub.now()).servedBy(run), creation.who(), creation.why());
      }
      makeCurrent(creation, key);
      traffic.lead(run);
      return true;
    });
  }

  private void makeCurrent(Creation creation, AppKey key) {
    Optional<AppKey> current = table.current(key.app());
    boolean rises =
        switch (creation.current()) {
          case WHEN_NEWER -> current.isEmpty() || key.isLaterThan(current.get());
          case IF_NONE -> current.isEmpty();
          case ALWAYS -> true;
          case NEVER -> false;
        };
    if (rises) {
      table.makeCurrent(key, creation.who(), creation.why());
    }
  }

  private @Nullable Void giveUp(Life.Failure failure) {
    host.stop(failure.run());
    return table.decide(() -> {
      Row row = table.find(failure.run().build().key()).orElseThrow();
      boolean serves = row.serving().filter(run -> host.endpoint(run).isPresent()).isPresent();
      if (!serves && row.state().isOpen()) {
        table.put(
            row.in(AppState.FAILED, hub.now()).because(failure.reason()),
            failure.creation().who(),
            failure.reason());
      }
      return null;
    });
  }

  private @Nullable Void retire(AppRun run) throws InterruptedException {
    traffic.awaitFree(run, LAST_ANSWERS);
    host.stop(run);
    return null;
  }

  // ---- removal ----

  private Life.Drained drain(Removal removal) {
    return table.decide(() -> {
      AppKey key = removal.key();
      Optional<Row> found = table.find(key);
      if (found.isEmpty()) {
        return refused(key, "there is no app " + key);
      }
      Row row = found.get();
      return switch (row.state()) {
        case CLOSED ->
            new Life.Drained(
                Optional.of(new AppChange(key, Verdict.UNCHANGED, "it is closed", List.of())),
                Optional.empty());
        case DRAINING, FAILED -> new Life.Drained(Optional.empty(), row.serving());
        case CREATING, RUNNING -> drain(removal, row);
      };
    });
  }

  private Life.Drained drain(Removal removal, Row row) {
    AppKey key = removal.key();
    if (table.isCurrent(key)) {
      return refused(key, key + " is current; make another version current first");
    }
    if (removal.graceful() && !graceHasPassed(row)) {
      return refused(key, key + " has not been idle for " + grace);
    }
    if (!traffic.closeIfFree(key)) {
      return refused(key, "requests are in transit to " + key);
    }
    // Nobody enters any more, so what is counted now stays true.
    long active = active(key);
    if (active > 0) {
      traffic.reopen(key);
      return refused(key, key + " has " + active + " instances that have not ended");
    }
    table.put(row.in(AppState.DRAINING, hub.now()), removal.who(), removal.why());
    return new Life.Drained(Optional.empty(), row.serving());
  }

  private long active(AppKey key) {
    return idleness.active(key.hub());
  }

  private boolean graceHasPassed(Row row) {
    Instant now = hub.now();
    return row.idleSince().filter(since -> !since.plus(grace).isAfter(now)).isPresent();
  }

  private static Life.Drained refused(AppKey key, String why) {
    return new Life.Drained(
        Optional.of(new AppChange(key, Verdict.REFUSED, why, List.of())), Optional.empty());
  }

  private @Nullable Void stop(AppRun run) {
    host.stop(run);
    return null;
  }

  /** Work that came past the router, while its app still ran, keeps the app. */
  private AppChange close(Removal removal) {
    AppKey key = removal.key();
    return table.decide(() -> {
      Row row = table.find(key).orElseThrow();
      long active = active(key);
      if (active > 0) {
        table.put(row.in(AppState.RUNNING, hub.now()), removal.who(), "it has work");
        return new AppChange(
            key,
            Verdict.REFUSED,
            key + " has " + active + " instances that have not ended; it is started again",
            List.of());
      }
      if (row.state() != AppState.CLOSED) {
        table.put(row.in(AppState.CLOSED, hub.now()), removal.who(), removal.why());
      }
      return new AppChange(key, Verdict.DONE, key + " is closed", List.of());
    });
  }
}
