package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.CurrentVersions;
import dev.varve.FunctionName;
import dev.varve.storage.HubStore;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.retire.RetireReport;
import dev.varve.versioning.retire.Retirement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which versions may be removed from the code. */
@Command(
    name = "retire",
    description = {
      "Tells which versions can be removed from the code, and what is in the way of the others."
          + " Nothing is removed, and nothing is written to the store."
    })
final class RetireCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..*",
      paramLabel = "FUNCTION",
      description = "Versions such as Order_v1; all unless given.")
  private List<String> functions = new ArrayList<>();

  @Option(
      names = "--versions-file",
      paramLabel = "FILE",
      description = {
        "A .properties or .json file that programs take current versions from; repeatable. The"
            + " records of the hub count in any case."
      })
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--only-called-by",
      paramLabel = "BASE=BASE,...",
      description = {
        "Who calls a function by its base name, such as Charge=Order,Return; Order= if nobody does;"
            + " repeatable."
      })
  private Map<String, String> callers = new LinkedHashMap<>();

  @Option(
      names = "--settling",
      paramLabel = "SECONDS",
      description = "How far apart the two looks are before a version is safe; 5 unless given.")
  private Optional<Integer> settling = Optional.empty();

  @Override
  public Integer call() {
    List<FunctionName> asked =
        typed(() -> functions.stream().map(FunctionName::parse).distinct().toList());
    RetireReport all = store.reading(this::report);
    RetireReport report = asked.isEmpty() ? all : only(all, asked);
    output.print(report.toJson(), report.toText());
    return report.exitCode();
  }

  private RetireReport report(HubStore hub) {
    try (VersionSource sources =
        VersionSources.combined(
            files.stream().map(VersionSources::watching).toArray(CurrentVersions[]::new))) {
      return typed(() -> retirement(hub, sources)).report();
    }
  }

  private Retirement retirement(HubStore hub, VersionSource sources) {
    Retirement retirement = Retirement.of(hub, sources);
    for (Map.Entry<String, String> entry : callers.entrySet()) {
      retirement = retirement.onlyCalledBy(entry.getKey(), bases(entry.getValue()));
    }
    if (settling.isPresent()) {
      retirement = retirement.settling(Duration.ofSeconds(settling.get()));
    }
    return retirement;
  }

  private static Set<String> bases(@Nullable String listed) {
    return listed == null || listed.isBlank() ? Set.of() : Set.copyOf(List.of(listed.split(",")));
  }

  private static RetireReport only(RetireReport all, List<FunctionName> functions) {
    return new RetireReport(
        all.hub(),
        all.at(),
        functions.stream().flatMap(function -> all.only(function).versions().stream()).toList());
  }
}
