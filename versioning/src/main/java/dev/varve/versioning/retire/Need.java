package dev.varve.versioning.retire;

import dev.varve.FunctionName;
import dev.varve.storage.InstanceRow;
import dev.varve.versioning.retire.InFlight.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was found of the need for one version; filled while instances are visited in order. */
final class Need {
  private final Map<CallerKey, Calling> callers = new TreeMap<>();
  private InFlight inFlight = InFlight.NONE;
  private @Nullable String oldestId;
  private @Nullable Instant oldest;
  private @Nullable Instant nextWakeUp;

  private record CallerKey(FunctionName orchestrator, Reach reach)
      implements Comparable<CallerKey> {
    @Override
    public int compareTo(CallerKey other) {
      int byName = orchestrator.compareTo(other.orchestrator);
      return byName != 0 ? byName : other.reach.compareTo(reach);
    }
  }

  /** An instance runs on it, or a call of it has no answer. */
  void count(State state, InstanceRow row, Optional<Instant> wakeUp) {
    inFlight = inFlight.plus(state);
    if (oldest == null) {
      oldest = row.createdAt();
      oldestId = row.instanceId();
    }
    wakeUp
        .filter(time -> nextWakeUp == null || time.isBefore(nextWakeUp))
        .ifPresent(time -> nextWakeUp = time);
  }

  void reached(FunctionName orchestrator, Reach reach, InstanceRow row) {
    Calling one = new Calling(orchestrator, reach, 1, row.instanceId(), row.createdAt());
    callers.merge(new CallerKey(orchestrator, reach), one, (before, more) -> before.plus(1));
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** By orchestrator, the strongest reach first. */
  List<Calling> callers() {
    return List.copyOf(callers.values());
  }

  Optional<String> oldestId() {
    return Optional.ofNullable(oldestId);
  }

  /** When the oldest instance in flight was created that runs on it or waits for it. */
  Optional<Instant> oldest() {
    return Optional.ofNullable(oldest);
  }

  Optional<Instant> nextWakeUp() {
    return Optional.ofNullable(nextWakeUp);
  }
}
