package dev.varve.versioning.rehearsal;

import dev.varve.versioning.export.ActiveInstances;
import dev.varve.versioning.export.RecordedInstance;
import dev.varve.versioning.rehearsal.Verdict.CannotTell;
import dev.varve.versioning.rehearsal.Verdict.Fits;
import dev.varve.versioning.rehearsal.Verdict.Outcome;
import java.util.Optional;

/** How often an instance is looked at before something is held against it. */
sealed interface Looking {
  Verdict verdict(RecordedInstance instance);

  /** Once, since what lies in a file does not change. */
  static Looking once(Stage stage) {
    return new Once(stage);
  }

  /** Again if it does not fit, since it may have gone on or ended while it was read. */
  static Looking twice(Stage stage, ActiveInstances active) {
    return new Twice(stage, active);
  }

  /** In a file, where values may be missing, so that code may decide otherwise for that. */
  record Once(Stage stage) implements Looking {
    @Override
    public Verdict verdict(RecordedInstance instance) {
      Verdict verdict = stage.verdict(instance);
      boolean valuesMatter =
          verdict instanceof Verdict.Diverges || verdict instanceof Verdict.Unreadable;
      return instance.redacted() && valuesMatter
          ? new CannotTell(
              "the export holds no values, which may be all there is to it: "
                  + verdict.explanation())
          : verdict;
    }
  }

  /** In a live hub. */
  record Twice(Stage stage, ActiveInstances active) implements Looking {
    @Override
    public Verdict verdict(RecordedInstance instance) {
      Verdict verdict = stage.verdict(instance);
      if (verdict.outcome() == Outcome.FITS) {
        return verdict;
      }
      Optional<RecordedInstance> now = active.now(instance.instanceId());
      return now.isPresent() ? stage.verdict(now.get()) : new Fits();
    }
  }
}
