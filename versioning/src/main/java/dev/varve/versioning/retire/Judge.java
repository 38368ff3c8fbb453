package dev.varve.versioning.retire;

import dev.varve.FunctionName;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.Verdict.BlockedBy;
import dev.varve.versioning.retire.Verdict.Blocker;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.NotYet;
import dev.varve.versioning.retire.Verdict.Safe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a verdict of what was found of one version. */
final class Judge {
  private final FunctionKey key;
  private final Need need;
  private final long active;
  private final StartsToCome starts;
  private final List<String> servedBy;
  private final List<Blocker> blockers = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  /**
   * @param active instances on it as counted behind the visit, so that none is overlooked that was
   *     started meanwhile
   */
  Judge(FunctionKey key, Need need, long active, StartsToCome starts, List<String> servedBy) {
    this.key = key;
    this.need = need;
    this.active = active;
    this.starts = starts;
    this.servedBy = servedBy;
  }

  /**
   * @param now for what is left without an instance that shows since when
   * @param unreadable what could not be read, or empty
   */
  Verdict verdict(Instant now, List<String> unreadable) {
    byStarts();
    byInstances();
    byCallers();
    if (!blockers.isEmpty()) {
      return new BlockedBy(blockers, left);
    }
    if (!left.isEmpty()) {
      return new NotYet(since(now), left);
    }
    return unreadable.isEmpty() ? new Safe() : new CannotTell(String.join("; ", unreadable));
  }

  private void byStarts() {
    for (String source : starts.naming(key)) {
      blockers.add(
          new Blocker(
              source + " makes it the current version",
              "make another version of " + key.name().base() + " current there"));
    }
    List<FunctionName> callers = starts.callers(key);
    if (!callers.isEmpty()) {
      blockers.add(
          new Blocker(
              "new starts get " + list(callers) + ", with it in their version set",
              "name another version of "
                  + key.name().base()
                  + " in a source of current versions, or say who calls it, if these do not"));
    }
  }

  private void byInstances() {
    InFlight inFlight = need.inFlight();
    long total = inFlight.total() + overlooked();
    if (total > 0 && servedBy.isEmpty()) {
      blockers.add(
          new Blocker(
              InFlight.counted(key.kind(), total) + ", and no live worker serves it",
              "start a worker that does, or terminate the instances"));
    } else if (total > inFlight.parked() + inFlight.suspended()) {
      left.add(InFlight.counted(key.kind(), total - inFlight.parked() - inFlight.suspended()));
    }
    if (inFlight.parked() > 0) {
      blockers.add(
          new Blocker(
              InFlight.counted(key.kind(), inFlight.parked()) + ", parked",
              "see why and remove the cause, or terminate the instances"));
    }
    if (inFlight.suspended() > 0) {
      blockers.add(
          new Blocker(
              InFlight.counted(key.kind(), inFlight.suspended()) + ", suspended",
              "resume or terminate the instances"));
    }
  }

  private long overlooked() {
    return switch (key.kind()) {
      case ORCHESTRATOR -> Math.max(0, active - need.inFlight().total());
      case ACTIVITY -> 0;
    };
  }

  private void byCallers() {
    for (Calling calling : need.callers()) {
      left.add(
          "%s of %s %s, the oldest is '%s'"
              .formatted(
                  number(calling.instances()),
                  calling.orchestrator(),
                  calling.reach().words(),
                  calling.oldestId()));
    }
  }

  private Instant since(Instant now) {
    return Stream.concat(need.oldest().stream(), need.callers().stream().map(Calling::oldest))
        .min(Instant::compareTo)
        .orElse(now);
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String list(List<FunctionName> functions) {
    return functions.stream().map(FunctionName::toString).collect(Collectors.joining(", "));
  }
}
