package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.storage.HubStore;
import dev.varve.versioning.parked.ParkedInstance;
import dev.varve.versioning.parked.ParkedInstances;
import dev.varve.versioning.parked.ParkedPage;
import dev.varve.versioning.parked.RetryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The instances that cannot go on now. */
@Command(
    name = "parked",
    description = "Lists and explains instances that cannot go on now, and has them tried again.",
    subcommands = {
      ParkedCommand.Listing.class,
      ParkedCommand.Explain.class,
      ParkedCommand.Retry.class
    })
final class ParkedCommand extends CommandGroup {
  /** One page of them. */
  @Command(
      name = "list",
      description = {
        "Lists them with both sides where code and history part, a page at a time. All filters hold"
            + " together."
      })
  static final class Listing implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final InstanceFilters filters = new InstanceFilters();
    @Mixin private final Output output = new Output();

    @Override
    public Integer call() {
      ParkedPage page =
          store.reading(hub -> typed(() -> ParkedInstances.of(hub).list(filters.query())));
      output.print(page.toJson(), page.toText());
      return ExitCode.DONE;
    }
  }

  /** Why one cannot go on. */
  @Command(name = "explain", description = "Tells why an instance cannot go on, and what to do.")
  static final class Explain implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "ID", description = "The instance.")
    private String id = "";

    @Override
    public Integer call() {
      Instances.requireId(id);
      ParkedInstance found = store.reading(hub -> ParkedInstances.of(hub).explain(id));
      output.print(found.toJson(), found.toText().stripLeading());
      return ExitCode.DONE;
    }
  }

  /** Tries again. */
  @Command(
      name = "retry",
      description = {
        "Has parked instances tried again, also by the builds that failed on them; writes to the"
            + " store. A repaired build needs no retry. Give ids, or filters for one page."
      })
  static final class Retry implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final InstanceFilters filters = new InstanceFilters();
    @Mixin private final InstanceChanges.Reason reason = new InstanceChanges.Reason();
    @Mixin private final Output output = new Output();

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Instances, at most 1000.")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() {
      if (ids.isEmpty() == filters.isEmpty()) {
        throw new WrongUsageException(
            "which instances? give ids, or filters such as --name Order, and not both");
      }
      boolean[] alone = {false};
      RetryReport report =
          store.writing(hub -> {
            alone[0] = hub.sessions().isEmpty();
            return retry(hub);
          });
      output.print(report.toJson(), report.toText());
      if (alone[0] && report.asked() > 0) {
        output.note(InstanceChanges.NO_WORKER);
      }
      return ids.isEmpty() || report.asked() == ids.size() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private RetryReport retry(HubStore hub) {
      ParkedInstances parked = ParkedInstances.of(hub);
      return typed(() ->
          ids.isEmpty()
              ? parked.retry(filters.query(), reason.text())
              : parked.retry(ids, reason.text()));
    }
  }
}
