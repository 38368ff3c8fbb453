package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.versioning.slots.Slot;
import dev.varve.versioning.slots.Slots;
import dev.varve.versioning.status.ActiveStatus;
import dev.varve.versioning.status.Gate;
import dev.varve.versioning.status.GateResult;
import dev.varve.versioning.status.StatusCheck;
import dev.varve.versioning.status.StatusReport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether anything is in flight, once or until nothing is. */
@Command(
    name = "gate",
    description = {
      "Tells whether anything is in flight on a hub, and with --timeout waits until nothing is."
          + " Ends with 0 if idle, 3 if busy, 4 if it was not idle in time. Nothing is written."
    })
final class GateCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final StatusUrl url = new StatusUrl();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--app",
      paramLabel = "APP",
      description = "Look at a slot of this app; store and hub are then those of its slot record.")
  private Optional<String> app = Optional.empty();

  @Option(
      names = "--slot",
      paramLabel = "SLOT",
      description = "production, which it is unless given, or staging; with --app.")
  private Optional<Slot> slot = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Wait for so long; without it, look once.")
  private Optional<Integer> timeout = Optional.empty();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Between two readings; 10 unless given.")
  private int interval = 10;

  @Option(
      names = "--clean",
      paramLabel = "N",
      description = "So many readings in a row must be clean; 1 unless given.")
  private int clean = 1;

  @Option(
      names = "--count",
      split = ",",
      paramLabel = "STATUS",
      description = {
        "Only these keep it closed: pending, scheduled, running, suspended, parked; all unless"
            + " given."
      })
  private Set<ActiveStatus> counted = EnumSet.allOf(ActiveStatus.class);

  @Option(
      names = "--exempt",
      paramLabel = "BASE",
      description = "An orchestrator whose instances do not count; repeatable.")
  private Set<String> exempt = new LinkedHashSet<>();

  @Option(
      names = "--list",
      paramLabel = "N",
      description = "How many of the oldest instances in flight to list; 10 unless given.")
  private int listed = StatusCheck.DEFAULT_LISTED;

  @Override
  public Integer call() throws InterruptedException {
    if (slot.isPresent() && app.isEmpty()) {
      throw new WrongUsageException("--slot is a slot of an app; name it with --app");
    }
    if (url.isGiven() && (app.isPresent() || store.isGiven())) {
      throw new WrongUsageException(
          "--url asks a program, --store and --app a store; give one of them");
    }
    Gate gate = typed(() -> Gate.of(reading()).every(Duration.ofSeconds(interval)).clean(clean));
    GateResult result;
    if (timeout.isEmpty()) {
      result = gate.once();
    } else {
      Duration time = Duration.ofSeconds(timeout.get());
      result = typed(() -> gate.within(time)).await();
    }
    output.print(result.toJson(), result.toText());
    return result.exitCode();
  }

  /** Each reading opens the store anew, so that a long wait holds no connection. */
  private Supplier<StatusReport> reading() {
    if (url.isGiven()) {
      return url.reading();
    }
    if (app.isPresent()) {
      return () ->
          store.reading(control ->
              typed(() -> Slots.of(control, app.get(), value -> StoreUrl.parse(value).forReading()))
                  .checking(this::configured)
                  .statusCheck(slot.orElse(Slot.PRODUCTION))
                  .orElseThrow(() ->
                      new CommandFailedException(
                          "app '%s' has nothing in %s on hub %s"
                              .formatted(
                                  app.get(),
                                  slot.orElse(Slot.PRODUCTION).word(),
                                  control.name()))));
    }
    return () -> store.reading(hub -> configured(StatusCheck.of(hub)).check());
  }

  private StatusCheck configured(StatusCheck check) {
    return typed(() -> check.counting(counted).exempting(exempt).listing(listed));
  }
}
