package dev.varve.internal.engine;

import dev.varve.CurrentVersions;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.UnknownFunctionException;
import dev.varve.UnservedPolicy;
import dev.varve.VersionChoice;
import dev.varve.VersionSet;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.internal.replay.CallResolution;
import dev.varve.internal.replay.LiveDecisions;
import dev.varve.internal.replay.PutOffStart;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.internal.resolution.Resolution;
import dev.varve.internal.resolution.Resolution.Refused;
import dev.varve.internal.resolution.Resolution.Resolved;
import dev.varve.internal.resolution.VersionRules;
import dev.varve.storage.StorageException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules of version resolution to this moment's configuration and knowledge.
 * Thread-safe.
 */
final class Resolver implements LiveDecisions {
  private static final int MOST_STARTS = 10_000;

  private final Registry registry;
  private final CurrentVersions current;
  private final FunctionBoard board;
  private final VersionLedger ledger;
  private final Map<Request, Answer> starts = new ConcurrentHashMap<>();
  private final Map<Call, CallResolution> calls = new ConcurrentHashMap<>();

  private record Request(String requested, OptionalInt exactly, UnservedPolicy unserved) {}

  /** An answer holds as long as the objects it was computed from are the latest. */
  private record Answer(VersionRules rules, Resolved resolved) {
    @SuppressWarnings("ReferenceEquality") // both are the same object as long as nothing changed
    boolean holds(CurrentVersions.Snapshot snapshot, KnownFunctions known) {
      return rules.current() == snapshot && rules.known() == known;
    }
  }

  private record Call(String versionSetId, String requested) {}

  Resolver(Registry registry, CurrentVersions current, FunctionBoard board, VersionLedger ledger) {
    this.registry = registry;
    this.current = current;
    this.board = board;
    this.ledger = ledger;
  }

  /**
   * The function and version set of a start from outside; the set is stored in the hub.
   *
   * @throws UnknownFunctionException if the rules refuse it; says what is known
   */
  Resolved start(String requested, OptionalInt exactly, UnservedPolicy unserved) {
    return start(
        new Request(requested, exactly, unserved),
        (answer, request) -> {
          Answer kept = new Answer(answer.rules(), keep(answer.resolved()));
          if (starts.size() < MOST_STARTS) {
            starts.put(request, kept);
          }
        });
  }

  /**
   * Checks that somebody can run the function.
   *
   * @throws UnknownFunctionException if it is known nowhere; says what is known
   */
  void requireKnown(FunctionName function) {
    OptionalInt version = OptionalInt.of(function.version());
    if (resolve(rules -> rules.start(function.base(), version, OptionalInt.empty()))
        instanceof Refused refused) {
      throw new UnknownFunctionException(refused.message());
    }
  }

  /**
   * As {@link #start(String, OptionalInt, UnservedPolicy)}, while a transaction of the caller is
   * open. What is stored may be rolled back with it, so it is not remembered as stored.
   */
  Resolved startJoined(String requested, OptionalInt exactly, UnservedPolicy unserved) {
    return start(
        new Request(requested, exactly, unserved),
        (answer, request) -> {
          ledger.storeJoined(answer.resolved().versionSet());
          if (answer.resolved().recordOnlyVersion()) {
            ledger.recordOnlyVersionJoined(answer.resolved().function());
          }
        });
  }

  /**
   * @param keep stores what was resolved anew
   */
  private Resolved start(Request request, BiConsumer<Answer, Request> keep) {
    CurrentVersions.Snapshot snapshot = current.snapshot();
    KnownFunctions known = board.known();
    Answer cached = starts.get(request);
    if (cached != null && cached.holds(snapshot, known)) {
      return cached.resolved();
    }
    Resolution resolution = resolve(request);
    return switch (resolution) {
      case Resolved resolved -> {
        keep.accept(new Answer(new VersionRules(snapshot, known), resolved), request);
        yield resolved;
      }
      case Refused refused -> throw new UnknownFunctionException(refused.message());
    };
  }

  private Resolution resolve(Request request) {
    String requested = request.requested();
    String base = FunctionName.parse(requested).base();
    Resolution resolution =
        resolve(rules -> rules.start(requested, request.exactly(), ledger.onlyVersion(base)));
    return resolution instanceof Refused refused && request.unserved() == UnservedPolicy.DEFER
        ? new VersionRules(current.snapshot(), board.known())
            .putOff(requested, request.exactly(), ledger.onlyVersion(base), refused)
        : resolution;
  }

  @Override
  public CallResolution activity(ExecutionStarted caller, String requested) {
    return unlessStoreFails(() -> knownActivity(caller, requested));
  }

  private CallResolution knownActivity(ExecutionStarted caller, String requested) {
    Call call = new Call(caller.versionSetId(), requested);
    CallResolution cached = calls.get(call);
    if (cached != null) {
      return cached;
    }
    VersionSet set = ledger.versionSet(caller.versionSetId());
    CallResolution resolution = inSet(caller, FunctionKind.ACTIVITY, requested, set);
    if (resolution == null) {
      resolution = translated(resolve(r -> r.activity(requested, set, OptionalInt.empty())));
    }
    if (resolution instanceof CallResolution.Found && calls.size() < 100_000) {
      calls.put(call, resolution);
    }
    return resolution;
  }

  @Override
  public CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice) {
    return unlessStoreFails(() -> knownChild(caller, requested, choice));
  }

  private CallResolution knownChild(
      ExecutionStarted caller, String requested, VersionChoice choice) {
    VersionSet set = ledger.versionSet(caller.versionSetId());
    if (choice instanceof VersionChoice.Inherit) {
      CallResolution inherited = inSet(caller, FunctionKind.ORCHESTRATOR, requested, set);
      if (inherited != null) {
        return inherited;
      }
    }
    OptionalInt recorded = ledger.onlyVersion(FunctionName.parse(requested).base());
    return translated(resolve(r -> r.child(requested, choice, set, OptionalInt.empty(), recorded)));
  }

  @Override
  public CallResolution next(ExecutionStarted caller, VersionChoice choice) {
    return unlessStoreFails(() -> knownNext(caller, choice));
  }

  private CallResolution knownNext(ExecutionStarted caller, VersionChoice choice) {
    if (choice instanceof VersionChoice.Inherit) {
      return new CallResolution.Found(
          caller.function(), caller.resolution(), caller.versionSetId());
    }
    if (PutOffStart.is(caller)) {
      return takenUp(caller.function());
    }
    Resolved running =
        new Resolved(
            caller.function(),
            ledger.versionSet(caller.versionSetId()),
            caller.resolution(),
            false);
    OptionalInt recorded = ledger.onlyVersion(caller.function().base());
    return translated(resolve(r -> r.continueAsNew(running, choice, recorded)));
  }

  /** A start that was put off is resolved when it is taken up, but for its version. */
  private CallResolution takenUp(FunctionName function) {
    OptionalInt recorded = ledger.onlyVersion(function.base());
    Resolution resolution = resolve(rules -> rules.takenUp(function, recorded));
    return resolution instanceof Refused refused
        ? new CallResolution.NotFound(refused.message() + ", upon which it is tried again")
        : translated(resolution);
  }

  /** The store's trouble is not the orchestration's: it must not see an exception of the store. */
  private static CallResolution unlessStoreFails(Supplier<CallResolution> question) {
    try {
      return question.get();
    } catch (StorageException e) {
      return new CallResolution.Unknown(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Placement placement(FunctionName activity) {
    return registry.activities().containsKey(activity) ? Placement.LOCAL : Placement.QUEUED;
  }

  /**
   * A base name that the version set has an entry for, or null. The entry holds even while no
   * worker serves it: it was known when the instance was pinned, and the work waits, visibly.
   */
  private static @Nullable CallResolution inSet(
      ExecutionStarted caller, FunctionKind kind, String requested, VersionSet set) {
    OptionalInt version =
        FunctionName.isVersioned(requested) ? OptionalInt.empty() : set.version(kind, requested);
    return version.isEmpty()
        ? null
        : new CallResolution.Found(
            new FunctionName(requested, version.getAsInt()),
            VersionResolution.INHERITED,
            caller.versionSetId());
  }

  /** Asks again with fresh knowledge before it gives up: another worker may just have started. */
  private Resolution resolve(Function<VersionRules, Resolution> question) {
    Resolution first = question.apply(new VersionRules(current.snapshot(), board.known()));
    return first instanceof Refused
        ? question.apply(new VersionRules(current.snapshot(), board.refreshed()))
        : first;
  }

  private CallResolution translated(Resolution resolution) {
    return switch (resolution) {
      case Resolved resolved -> {
        Resolved kept = keep(resolved);
        yield new CallResolution.Found(kept.function(), kept.how(), kept.versionSet().id());
      }
      case Refused refused -> new CallResolution.NotFound(refused.message());
    };
  }

  private Resolved keep(Resolved resolved) {
    ledger.store(resolved.versionSet());
    if (resolved.recordOnlyVersion()) {
      ledger.recordOnlyVersion(resolved.function());
    }
    return resolved;
  }
}
