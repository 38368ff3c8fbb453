package dev.varve.versioning.router;

import dev.varve.Names;
import dev.varve.versioning.router.Life.Origin;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings requests to their apps. A request that finds no app ready waits, together with all others
 * for the same key, until one is or cannot be. Thread-safe.
 */
final class Forwarding {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final long BEFORE_ANOTHER_TRY_NANOS = 50_000_000;

  private final Table table;
  private final Traffic traffic;
  private final AppHost host;
  private final LifeCalls calls;
  private final Duration patience;
  private final Map<AppKey, CompletableFuture<AppChange>> waiting = new ConcurrentHashMap<>();

  Forwarding(Table table, Traffic traffic, AppHost host, LifeCalls calls, Duration patience) {
    this.table = table;
    this.traffic = traffic;
    this.host = host;
    this.calls = calls;
    this.patience = patience;
  }

  Answer send(String app, Optional<AppVersion> version, AppRequest request) {
    try {
      AppKey.requireApp(app);
    } catch (IllegalArgumentException e) {
      return new Answer.NotFound(String.valueOf(e.getMessage()));
    }
    Optional<AppBuild> wanted = version.map(v -> new AppBuild(app, v)).or(() -> current(app));
    if (wanted.isEmpty()) {
      return new Answer.NotFound(
          "the app '" + app + "' has no current version; name one, or deploy it");
    }
    AppBuild build = wanted.get();
    if (table.find(build.key()).isEmpty() && Steps.buildFor(build, host).isEmpty()) {
      return new Answer.NotFound(Steps.noBuild(build, host));
    }
    return deliver(build, request, Optional.empty());
  }

  private Optional<AppBuild> current(String app) {
    return table.current(app).flatMap(table::find).map(Forwarding::build);
  }

  private static AppBuild build(Row row) {
    return new AppBuild(row.key().app(), row.version());
  }

  /** Never creates an app that was closed, nor one that failed if the instance needs it no more. */
  Answer sendToOwner(Owner owner, AppRequest request) {
    return table
        .find(owner.key())
        .map(row -> deliver(build(row), request, Optional.of(owner)))
        .orElseGet(() -> new Answer.OfClosedApp(owner));
  }

  private Answer deliver(AppBuild wanted, AppRequest request, Optional<Owner> owner) {
    AppKey key = wanted.key();
    long deadline = System.nanoTime() + patience.toNanos();
    String problem = "it is not ready";
    boolean first = true;
    while (first || (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted())) {
      if (owner.isPresent() && isOver(key, owner.get())) {
        return new Answer.OfClosedApp(owner.get());
      }
      Optional<Traffic.Passage> entered = enter(key);
      if (entered.isEmpty()) {
        Optional<Answer> refusal = ensure(wanted, deadline);
        if (refusal.isPresent()) {
          return refusal.get();
        }
      } else {
        try (Traffic.Passage passage = entered.get()) {
          return through(passage.run(), request);
        } catch (AppUnreachableException e) {
          if (e.mayBeDelivered() && !request.repeatable()) {
            return new Answer.OutcomeUnknown(key, reason(e));
          }
          problem = reason(e);
          LockSupport.parkNanos(BEFORE_ANOTHER_TRY_NANOS);
        }
      }
      first = false;
    }
    return new Answer.TryLater(key, "the app " + key + " does not answer: " + problem, RETRY_AFTER);
  }

  private boolean isOver(AppKey key, Owner owner) {
    AppState state = table.find(key).map(Row::state).orElse(AppState.CLOSED);
    return state == AppState.CLOSED
        || (state == AppState.FAILED && owner.instance().status().isFinished());
  }

  /** Enters only if there is a run to go to, so that nobody waits on the way. */
  private Optional<Traffic.Passage> enter(AppKey key) {
    return table.find(key).filter(row -> row.state() == AppState.RUNNING).isPresent()
        ? traffic
            .enter(key)
            .flatMap(passage -> {
              if (host.endpoint(passage.run()).isPresent()) {
                return Optional.of(passage);
              }
              passage.close();
              return Optional.empty();
            })
        : Optional.empty();
  }

  private Answer through(AppRun run, AppRequest request) throws AppUnreachableException {
    AppEndpoint endpoint =
        host.endpoint(run)
            .orElseThrow(() -> new AppUnreachableException(run + " has ended", false, null));
    return new Answer.FromApp(run.build(), endpoint.send(request));
  }

  /** Waits until the app is up; an answer if it will not be. */
  private Optional<Answer> ensure(AppBuild wanted, long deadline) {
    AppKey key = wanted.key();
    CompletableFuture<AppChange> change = waiting.computeIfAbsent(key, unseen -> bringUp(wanted));
    try {
      long nanos = Math.max(1, deadline - System.nanoTime());
      return refusal(change.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.of(
          new Answer.TryLater(key, "the app " + key + " is not up yet", RETRY_AFTER));
    } catch (ExecutionException e) {
      return Optional.of(
          new Answer.TryLater(key, "the app " + key + " is not up: " + reason(e), RETRY_AFTER));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Answer.TryLater(key, "the router ends", RETRY_AFTER));
    }
  }

  /** In the background: it goes on also if nobody waits for it any more. */
  private CompletableFuture<AppChange> bringUp(AppBuild wanted) {
    CompletableFuture<AppChange> change = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("varve-router-" + wanted.key())
        .start(() -> {
          AppChange done = null;
          RuntimeException failure = new IllegalStateException("the router ends");
          try {
            done = calls.ensure(wanted, Origin.REQUEST, patience);
          } catch (RuntimeException e) {
            failure = e;
          } finally {
            waiting.remove(wanted.key(), change); // whoever asks from now on tries again
            if (done == null) {
              change.completeExceptionally(failure);
            } else {
              change.complete(done);
            }
          }
        });
    return change;
  }

  private static Optional<Answer> refusal(AppChange change) {
    return switch (change.verdict()) {
      case DONE, UNCHANGED -> Optional.empty();
      case LIMIT_REACHED ->
          Optional.of(new Answer.LimitReached(change.key(), change.detail(), change.removable()));
      case REFUSED -> Optional.of(new Answer.NotFound(change.detail()));
      case FAILED -> Optional.of(new Answer.CreationFailed(change.key(), change.detail()));
    };
  }

  private static String reason(Throwable failure) {
    return Names.printable(String.valueOf(failure.getMessage()));
  }
}
