package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.VersionChoice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts an instance over. */
@Command(
    name = "restart",
    description = {
      "Starts the function of an instance once more, with its input and tags; under a new id unless"
          + " told otherwise."
    })
final class InstanceRestartCommand implements Callable<Integer> {
  private static final String SAME = "same";
  private static final String CURRENT = "current";

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "ID", description = "The instance.")
  private String id = "";

  @Option(
      names = "--same-id",
      description = "Under the same id: the instance must have ended, and is removed.")
  private boolean sameId;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "'same', 'current' or a whole number; the same unless given.")
  private String version = SAME;

  @Override
  public Integer call() {
    Instances.requireId(id);
    VersionChoice choice = choice();
    boolean[] alone = {false};
    String started =
        store.managing((hub, client) -> {
          alone[0] = hub.sessions().isEmpty();
          return client.restartInstance(id, !sameId, choice);
        });
    output.print(
        Output.object().put("id", id).put("started", started).put("workers", !alone[0]),
        "started " + started);
    if (alone[0]) {
      output.note(InstanceChanges.NO_WORKER);
    }
    return ExitCode.DONE;
  }

  private VersionChoice choice() {
    return switch (version) {
      case SAME -> VersionChoice.inherit();
      case CURRENT -> VersionChoice.current();
      default -> typed(() -> VersionChoice.exactly(number()));
    };
  }

  private int number() {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException e) {
      throw new WrongUsageException(
          "the version '" + version + "' is none; give same, current or a number such as 3", e);
    }
  }
}
