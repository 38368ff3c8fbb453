package dev.varve.cli;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One page of instances. */
@Command(
    name = "list",
    description = {
      "Lists instances in the order of their creation, a page at a time. All filters hold together."
    })
final class InstanceListCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Option(names = "--name", paramLabel = "BASE", description = "Of this base name.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--version", paramLabel = "N", description = "Of this version.")
  private Optional<Integer> version = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "In any of these: ${COMPLETION-CANDIDATES}; repeatable.")
  private Set<OrchestrationRuntimeStatus> statuses =
      EnumSet.noneOf(OrchestrationRuntimeStatus.class);

  @Option(
      names = "--condition",
      paramLabel = "CONDITION",
      split = ",",
      description = "Held up by any of these: ${COMPLETION-CANDIDATES}; repeatable.")
  private Set<InstanceCondition> conditions = EnumSet.noneOf(InstanceCondition.class);

  @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "With this tag; repeatable.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(names = "--id-prefix", paramLabel = "TEXT", description = "With ids that begin so.")
  private Optional<String> idPrefix = Optional.empty();

  @Option(
      names = "--created-from",
      paramLabel = "TIME",
      description = "Created then or later, such as 2026-11-01T00:00:00Z.")
  private Optional<Instant> createdFrom = Optional.empty();

  @Option(names = "--created-to", paramLabel = "TIME", description = "Created before then.")
  private Optional<Instant> createdTo = Optional.empty();

  @Option(names = "--parent", paramLabel = "ID", description = "Children of this instance.")
  private Optional<String> parent = Optional.empty();

  @Option(names = "--newest-first", description = "The newest first.")
  private boolean newestFirst;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The size of the page, 1 to 1000; 100 unless given.")
  private int limit = 100;

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Where the page before ended, as it said.")
  private Optional<String> after = Optional.empty();

  @Override
  public Integer call() {
    InstanceQuery query =
        new InstanceQuery(
            name,
            version.map(OptionalInt::of).orElse(OptionalInt.empty()),
            statuses,
            conditions,
            createdFrom,
            createdTo,
            idPrefix,
            tags,
            parent,
            newestFirst,
            limit,
            after);
    return store.reading(hub -> {
      Instances instances = Instances.of(hub);
      InstancePage page = hub.query(query);
      List<OrchestrationMetadata> rows =
          page.instances().stream().map(instances::metadata).toList();
      output.print(document(rows, page.continuation()), text(rows));
      page.continuation()
          .ifPresent(position -> output.note("there are more: --after '" + position + "'"));
      return ExitCode.DONE;
    });
  }

  private static ObjectNode document(
      List<OrchestrationMetadata> rows, Optional<String> continuation) {
    ObjectNode root = Output.object();
    ArrayNode array = root.putArray("instances");
    rows.forEach(row -> Instances.put(array.addObject(), row));
    return root.put("after", continuation.orElse(null));
  }

  private static String text(List<OrchestrationMetadata> rows) {
    if (rows.isEmpty()) {
      return "no instances";
    }
    Table table = new Table("ID", "FUNCTION", "STATUS", "CREATED", "UPDATED");
    for (OrchestrationMetadata row : rows) {
      table.row(
          row.instanceId(),
          row.function(),
          Instances.state(row),
          Output.time(row.createdAt()),
          Output.time(row.lastUpdatedAt()));
    }
    return table.toString();
  }
}
