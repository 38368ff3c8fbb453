package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.VarveClient;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes what has ended. */
@Command(
    name = "purge",
    description = {
      "Removes finished instances with their histories, for good: one by its id, or all that ended"
          + " before a time."
    })
final class InstancePurgeCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The instance.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--completed-before",
      paramLabel = "TIME",
      description = "All that ended before then, such as 2026-11-01T00:00:00Z.")
  private Optional<Instant> completedBefore = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "Of these, only COMPLETED, FAILED or TERMINATED ones; repeatable.")
  private Set<OrchestrationRuntimeStatus> statuses =
      EnumSet.noneOf(OrchestrationRuntimeStatus.class);

  @Override
  public Integer call() {
    if (id.isPresent() == completedBefore.isPresent() || (id.isPresent() && !statuses.isEmpty())) {
      throw new WrongUsageException(
          "what is to be purged? give an id, or --completed-before with or without --status");
    }
    id.ifPresent(Instances::requireId);
    long purged =
        store.managing((hub, client) -> {
          if (id.isPresent()) {
            requireFinished(client, id.get());
            return client.purgeInstance(id.get()) ? 1L : 0L;
          }
          return typed(() -> client.purgeInstances(completedBefore.orElseThrow(), statuses));
        });
    output.print(Output.object().put("purged", purged), "purged: " + purged);
    return ExitCode.DONE;
  }

  private static void requireFinished(VarveClient client, String id) {
    OrchestrationMetadata instance =
        client.getInstanceMetadata(id).orElseThrow(() -> new InstanceNotFoundException(id));
    if (!instance.isFinished()) {
      throw new CommandFailedException(
          "the instance '"
              + id
              + "' is "
              + instance.runtimeStatus()
              + "; only a finished one can be purged, so terminate it first");
    }
  }
}
