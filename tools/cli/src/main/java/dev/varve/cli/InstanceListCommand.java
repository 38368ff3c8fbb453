package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.OrchestrationMetadata;
import dev.varve.storage.InstancePage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final InstanceFilters filters = new InstanceFilters();

  @Override
  public Integer call() {
    return store.reading(hub -> {
      Instances instances = Instances.of(hub);
      InstancePage page = typed(() -> hub.query(filters.query()));
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
