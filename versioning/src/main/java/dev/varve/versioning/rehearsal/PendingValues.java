package dev.varve.versioning.rehearsal;

import dev.varve.DataConversionException;
import dev.varve.FunctionName;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.engine.ActivityCode;
import dev.varve.internal.replay.AwaitedValue;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.internal.replay.UnreadableInputException;
import dev.varve.versioning.export.RecordedInstance.Inbox;
import dev.varve.versioning.rehearsal.Verdict.CannotTell;
import dev.varve.versioning.rehearsal.Verdict.Fits;
import dev.varve.versioning.rehearsal.Verdict.NotServed;
import dev.varve.versioning.rehearsal.Verdict.Outcome;
import dev.varve.versioning.rehearsal.Verdict.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What waits to be read in one instance, read with the types of the build. */
final class PendingValues {
  private final Build build;
  private final boolean redacted;
  private final List<Verdict> found = new ArrayList<>();

  /**
   * @param redacted whether the values are missing, so that nothing can be said of them
   */
  PendingValues(Build build, boolean redacted) {
    this.build = build;
    this.redacted = redacted;
  }

  /** The worst that was found: what would break, else what cannot be told. */
  Verdict verdict() {
    return found.stream()
        .filter(verdict -> verdict.outcome() == Outcome.WOULD_BREAK)
        .findFirst()
        .or(() -> found.stream().findFirst())
        .orElse(new Fits());
  }

  /** The input of an execution that has not begun. */
  void start(OrchestratorCode code, ExecutionStarted started) {
    String what = "the input of " + code.name();
    if (isMissing(what)) {
      return;
    }
    try {
      code.input(started, build.converter());
    } catch (UnreadableInputException e) {
      found.add(unreadable(code, e.progress()));
    } catch (DataConversionException e) {
      found.add(outgrown(what, e));
    }
  }

  /** The inputs of activities that are scheduled and have no answer, not even in the inbox. */
  void activities(Collection<TaskScheduled> open, Inbox inbox, Set<FunctionName> elsewhere) {
    Set<Integer> answered =
        inbox.events().stream()
            .filter(Answer.class::isInstance)
            .map(event -> ((Answer) event).taskId())
            .collect(Collectors.toSet());
    open.stream()
        .filter(task -> !answered.contains(task.taskId()) && !elsewhere.contains(task.function()))
        .sorted(Comparator.comparingInt(TaskScheduled::taskId))
        .forEach(this::activity);
  }

  private void activity(TaskScheduled task) {
    ActivityCode code = build.registry().activities().get(task.function());
    if (code == null) {
      found.add(notServed(task.function(), "an activity that is scheduled"));
    } else {
      read(new AwaitedValue("the input of " + task.function(), task.input(), code.inputType()));
    }
  }

  /** What lies in the inbox and the code waits for. */
  void inbox(Inbox inbox, List<AwaitedValue> awaited) {
    awaited.forEach(this::read);
    if (!inbox.complete()) {
      found.add(
          new CannotTell(
              "more than " + Inbox.MOST + " messages wait in its inbox; only so many were read"));
    }
  }

  private void read(AwaitedValue value) {
    if (isMissing(value.what())) {
      return;
    }
    try {
      build.converter().fromPayload(value.payload(), value.type());
    } catch (DataConversionException e) {
      found.add(outgrown(value.what(), e));
    }
  }

  private boolean isMissing(String what) {
    if (redacted) {
      found.add(new CannotTell(what + " waits to be read, and the export holds no values"));
    }
    return redacted;
  }

  /** What the replay could not read. */
  static Verdict unreadable(OrchestratorCode code, Progress.Unreadable unread) {
    String what = "the input of " + code.name();
    if (unread.giver().equals(code.name())) {
      return outgrown(what, unread.why());
    }
    return new Unreadable(
        what,
        what
            + " was given by "
            + unread.giver()
            + " and cannot be read: "
            + unread.why()
            + "; register an adapter, or repair the one there is");
  }

  private static Verdict outgrown(String what, DataConversionException e) {
    return outgrown(what, String.valueOf(e.getMessage()));
  }

  private static Verdict outgrown(String what, String why) {
    return new Unreadable(
        what,
        what
            + " waits to be read and does not fit its type any more: "
            + why
            + "; keep the type as it was, and put the change into the next version");
  }

  static Verdict notServed(FunctionName function, String what) {
    return new NotServed(
        function,
        function
            + " is not registered in this build, but is "
            + what
            + "; register it, or say that other workers go on serving it");
  }
}
