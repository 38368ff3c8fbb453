package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.checked;

import dev.varve.FunctionName;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the instances in flight would survive a build. */
@Command(
    name = "rehearse",
    description = {
      "Replays every instance in flight on the code of a build, and says of each whether it would"
          + " go on. Nothing is written to the store."
    })
final class RehearseCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final CodeOptions code = new CodeOptions();

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Rehearse on a file that 'varve export' wrote, instead of a store.")
  private Optional<Path> export = Optional.empty();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Only the oldest N instances of each version.")
  private Optional<Integer> sample = Optional.empty();

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "How long the replay of one instance may take; 10 unless given.")
  private Optional<Integer> timeLimit = Optional.empty();

  @Option(
      names = "--served-elsewhere",
      paramLabel = "FUNCTION",
      description = "A function, such as Order_v1, that other workers go on serving; repeatable.")
  private List<String> servedElsewhere = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      description = "Write the report as JSON to a file, or instead of the text.")
  private Optional<String> json = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the report as JUnit XML to a file.")
  private Optional<Path> junit = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (export.isPresent() && store.isGiven()) {
      throw new WrongUsageException("--store and --export exclude each other; give one");
    }
    Rehearsal rehearsal = rehearsal();
    RehearsalReport report =
        export.isPresent() ? rehearsal.on(export.get()) : store.reading(rehearsal::on);
    if (junit.isPresent()) {
      write(junit.get(), report.toJUnitXml());
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (json.isPresent() && json.get().equals(STANDARD_OUTPUT)) {
      out.println(report.toJson());
    } else {
      if (json.isPresent()) {
        write(Path.of(json.get()), report.toJson());
      }
      out.print(report.toText());
    }
    return report.exitCode();
  }

  private Rehearsal rehearsal() {
    Rehearsal rehearsal = Rehearsal.of(code.builder());
    checked(() -> {
      rehearsal.servedElsewhere(
          servedElsewhere.stream().map(FunctionName::parse).collect(Collectors.toSet()));
      sample.ifPresent(rehearsal::atMostOfEach);
      timeLimit.ifPresent(seconds -> rehearsal.timeLimit(Duration.ofSeconds(seconds)));
    });
    return rehearsal;
  }

  private static void write(Path file, String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, text);
  }
}
