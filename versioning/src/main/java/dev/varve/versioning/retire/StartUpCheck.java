package dev.varve.versioning.retire;

import dev.varve.FunctionName;
import dev.varve.StartCheck;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.StartUpReport.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at the start of a program which versions instances in flight need that nobody has any more
 * (specification V12), or keeps such a build from starting.
 *
 * <pre>{@code
 * Varve.builder().storage(storage).register(functions).beforeStart(StartUpCheck.strict()).start();
 * }</pre>
 *
 * <p>A version that a {@linkplain Retirement retire report} calls safe is not missed here: both ask
 * the same question. The check reads all instances in flight with their histories, so a hub with
 * very many of them takes its time. A start that was put off until a worker can run it is not
 * missed: it waits for a program such as this one. Immutable and thread-safe.
 */
public final class StartUpCheck implements StartCheck {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.versioning");

  private final boolean strict;
  private final Callers callers;

  private StartUpCheck(boolean strict, Callers callers) {
    this.strict = strict;
    this.callers = callers;
  }

  /** Logs a warning for each version that is missing, and lets the program start. */
  public static StartUpCheck logging() {
    return new StartUpCheck(false, Callers.ANY);
  }

  /** Refuses the start if a version is missing, with a {@link MissingVersionsException}. */
  public static StartUpCheck strict() {
    return new StartUpCheck(true, Callers.ANY);
  }

  /**
   * Says who calls a function by its base name; see {@link Retirement#onlyCalledBy}.
   *
   * @throws IllegalArgumentException if a name breaks the grammar of base names
   */
  public StartUpCheck onlyCalledBy(String base, Set<String> orchestrators) {
    return new StartUpCheck(strict, callers.with(base, orchestrators));
  }

  /**
   * What is missing; for programs that want to see it themselves. Nothing is written.
   *
   * @param orchestrators what the program that starts registers
   * @param activities the same of activities
   * @throws dev.varve.storage.StorageException if the hub cannot be read
   */
  public StartUpReport report(
      HubStore hub, Set<FunctionName> orchestrators, Set<FunctionName> activities) {
    KnownFunctions served =
        LiveWorkers.of(hub).known().union(KnownFunctions.of(orchestrators, activities));
    Demand demand = Demand.ofStarted(hub, callers);
    List<Missing> missing = new ArrayList<>();
    demand
        .needs()
        .forEach((key, need) -> {
          if (!served.contains(key.kind(), key.name())) {
            missing.add(missing(key, need));
          }
        });
    return new StartUpReport(missing, demand.unreadable());
  }

  private static Missing missing(FunctionKey key, Need need) {
    Optional<Calling> caller = need.callers().stream().min(Comparator.comparing(Calling::oldest));
    Instant running = need.oldest().orElse(Instant.MAX);
    boolean callerIsOlder = caller.filter(one -> one.oldest().isBefore(running)).isPresent();
    return new Missing(
        key,
        need.inFlight().total(),
        need.callers(),
        callerIsOlder ? caller.get().oldestId() : need.oldestId().orElseThrow(),
        callerIsOlder ? caller.get().oldest() : running);
  }

  /**
   * @throws MissingVersionsException if it is strict and a version is missing
   */
  @Override
  public void check(HubStore hub, Set<FunctionName> orchestrators, Set<FunctionName> activities) {
    StartUpReport report = report(hub, orchestrators, activities);
    report
        .unreadable()
        .ifPresent(why -> LOG.warn("the check of hub {} is not complete: {}", hub.name(), why));
    if (strict && !report.missing().isEmpty()) {
      throw new MissingVersionsException(hub.name(), report.missing());
    }
    report.missing().forEach(missing -> LOG.warn("hub {}: {}", hub.name(), missing.explanation()));
  }
}
