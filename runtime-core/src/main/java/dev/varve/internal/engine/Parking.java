package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.history.DecisionEvent;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.storage.CommitOutcome.TooLarge;
import dev.varve.storage.ParkRecord;
import java.util.List;
import java.util.Optional;

/**
 * Why a resident is to be parked, once that is so: from then on it is on hold, and it leaves when
 * no activity runs whose result would be lost. Used by its mover only.
 */
final class Parking {
  private final String instanceId;
  private final Core core;
  private Optional<ParkRecord> record = Optional.empty();

  Parking(String instanceId, Core core) {
    this.instanceId = instanceId;
    this.core = core;
  }

  boolean isDecided() {
    return record.isPresent();
  }

  Optional<ParkRecord> record() {
    return record;
  }

  /** If the code cannot go on. */
  boolean ifStuck(FunctionName function, Progress progress) {
    return switch (progress) {
      case Progress.Diverged diverged ->
          park(InstanceCondition.DIVERGED, diverged.divergence().message());
      case Progress.Unresolved unresolved ->
          park(
              InstanceCondition.UNRESOLVED,
              Explanations.unresolved(instanceId, function, unresolved.explanation()));
      case Progress.Unreadable unreadable ->
          park(
              InstanceCondition.POISON,
              Explanations.unreadable(instanceId, function, unreadable.giver(), unreadable.why()));
      case Progress.Interrupted interruption -> false;
      case Progress.Waiting waiting -> false;
      case Progress.Finished finished -> false;
      case Progress.Continued continued -> false;
    };
  }

  /** If the store cannot hold what was decided. */
  boolean ifTooLarge(List<DecisionEvent> decisions) {
    Optional<TooLarge> large = PayloadLimit.exceeded(decisions, core.capabilities().maxPayload());
    large.ifPresent(this::tooLarge);
    return large.isPresent();
  }

  void tooLarge(TooLarge large) {
    poison(Explanations.tooLarge(instanceId, large));
  }

  void deadly(FunctionName function, int crashes) {
    poison(Explanations.poison(instanceId, function, crashes));
  }

  void unusable(Throwable failure) {
    poison(Explanations.unusable(instanceId, failure));
  }

  private void poison(String explanation) {
    park(InstanceCondition.POISON, explanation);
  }

  private boolean park(InstanceCondition condition, String explanation) {
    EngineLog.log.debug("instance '{}' is to be parked: {}", instanceId, explanation);
    record = Optional.of(new ParkRecord(condition, explanation, core.settings().build()));
    return true;
  }
}
