package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.checked;

import dev.varve.versioning.export.HubExport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the instances in flight to where the store cannot be reached. */
@Command(
    name = "export",
    description = {
      "Writes the instances in flight with their histories to a file, for 'varve rehearse --export'."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--redacted",
      description =
          "Leave out what users put in: inputs, outputs, values of events, tags, reasons.")
  private boolean redacted;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Only the oldest N instances of each version.")
  private Optional<Integer> sample = Optional.empty();

  @Parameters(
      paramLabel = "FILE",
      description = "Compressed if its name ends with .gz; one that exists is replaced.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    return store.reading(hub -> {
      HubExport export = HubExport.of(hub);
      if (redacted) {
        export.redacted();
      }
      checked(() -> sample.ifPresent(export::atMostOfEach));
      long instances = export.writeTo(file);
      output.print(
          Output.object()
              .put("hub", hub.name())
              .put("file", file.toString())
              .put("instances", instances)
              .put("redacted", redacted),
          instances + " instances of hub " + hub.name() + " in " + file);
      return ExitCode.DONE;
    });
  }
}
