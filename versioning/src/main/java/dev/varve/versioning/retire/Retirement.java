package dev.varve.versioning.retire;

import dev.varve.CurrentVersions;
import dev.varve.storage.HubStore;
import dev.varve.versioning.retire.RetireReport.OfVersion;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.NotYet;
import dev.varve.versioning.retire.Verdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out which versions can be removed from the code (specification B4).
 *
 * <pre>{@code
 * RetireReport report = Retirement.of(hub, versions).report().only(FunctionName.parse("Order_v1"));
 * System.exit(report.exitCode());
 * }</pre>
 *
 * <p>Nothing is written and no session is opened. Instances that have ended are counted by the
 * store; those that have not are read one after the other with their histories, and what is kept is
 * a sum for each version.
 *
 * <p><b>What {@code SAFE} promises.</b> No instance that has not ended runs on the version, waits
 * for it, has called it, or has it in its version set; and no source, record or rule gives it to a
 * start by base name or to what such a start calls. So nothing comes back to it by itself. Starts
 * that got the version just before it was moved away arrive within the {@linkplain #settling time
 * to settle}, so two looks are taken that far apart. What the store cannot show is left to whoever
 * asks: code that names the version in full and has not called it yet, starts that ask for exactly
 * this version, transactions with a start in them that stay open for longer, and retrying an
 * instance that has failed.
 *
 * <p>Immutable; thread-safe if the sources are.
 */
public final class Retirement {
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final HubStore hub;
  private final CurrentVersions current;
  private final Callers callers;
  private final Duration settling;

  private Retirement(HubStore hub, CurrentVersions current, Callers callers, Duration settling) {
    this.hub = hub;
    this.current = current;
    this.callers = callers;
    this.settling = settling;
  }

  /**
   * On a hub, while its workers run.
   *
   * @param current the sources that the programs ask which start instances there; the records of
   *     the hub are always asked as well
   */
  public static Retirement of(HubStore hub, CurrentVersions current) {
    return new Retirement(hub, current, Callers.ANY, SETTLING);
  }

  /**
   * Says who calls a function by its base name. A version set holds all functions known at the
   * start, so without this every instance that has the version in its set counts as one that can
   * still call it. What was called in fact counts in any case. Who may call an orchestrator that
   * calls it counts as well, since the child gets the version set of its parent.
   *
   * @param base of the function that is called, without a version
   * @param orchestrators the base names of those that call it; none if nobody does
   * @throws IllegalArgumentException if a name breaks the grammar of base names
   */
  public Retirement onlyCalledBy(String base, Set<String> orchestrators) {
    return new Retirement(hub, current, callers.with(base, orchestrators), settling);
  }

  /**
   * How far apart the two looks are behind which a version is called safe; 5 seconds unless set.
   * Programs follow a source within two seconds, and a start takes as long as a write of the store.
   *
   * @param time zero or more; zero takes one look only
   */
  public Retirement settling(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time of " + time + " to settle; use zero or more");
    }
    return new Retirement(hub, current, callers, time);
  }

  /**
   * Reads the hub. If a version seems to be safe, it waits for the time to settle and reads again.
   *
   * @throws dev.varve.storage.StorageException if the hub cannot be read
   */
  public RetireReport report() {
    Look first = Look.at(hub, current, callers);
    if (settling.isZero() || first.versions().stream().noneMatch(Retirement::isSafe)) {
      return report(first, OfVersion::verdict);
    }
    if (!settled()) {
      return report(first, row -> new CannotTell("the time to settle was cut short; ask again"));
    }
    Look second = Look.at(hub, current, callers);
    return report(second, row -> confirmed(row, first, second.at()));
  }

  private RetireReport report(Look look, Function<OfVersion, Verdict> ifSafe) {
    return new RetireReport(
        hub.name(),
        look.at(),
        look.versions().stream()
            .map(row -> isSafe(row) ? row.with(ifSafe.apply(row)) : row)
            .toList());
  }

  private static boolean isSafe(OfVersion row) {
    return row.verdict().outcome() == Outcome.SAFE;
  }

  private boolean settled() {
    try {
      Thread.sleep(settling);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Verdict confirmed(OfVersion row, Look first, Instant at) {
    boolean movedMeanwhile = first.starts().mayBringIntoUse(row.function());
    return movedMeanwhile
        ? new NotYet(
            at, List.of("starts could get it a moment ago, and some may still be on their way"))
        : row.verdict();
  }
}
