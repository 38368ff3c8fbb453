package dev.varve.cli;

import dev.varve.FunctionName;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who works on a hub. */
@Command(name = "workers", description = "Lists the live workers of the hub and what they serve.")
final class WorkersCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    return store.reading(hub -> {
      List<SessionRow> sessions =
          hub.sessions().stream().sorted(Comparator.comparing(SessionRow::id)).toList();
      ObjectNode root = Output.object().put("hub", hub.name());
      ArrayNode workers = root.putArray("workers");
      sessions.forEach(session -> add(workers.addObject(), session));
      output.print(root, sessions.isEmpty() ? "no worker is live" : text(sessions));
      return ExitCode.DONE;
    });
  }

  private static void add(ObjectNode node, SessionRow session) {
    SessionDescriptor worker = session.descriptor();
    node.put("session", session.id())
        .put("worker", worker.worker())
        .put("build", worker.build())
        .put("startedAt", session.startedAt().toString())
        .put("seenAt", session.seenAt().toString());
    names(node.putArray("orchestrators"), worker.orchestrators());
    names(node.putArray("activities"), worker.activities());
  }

  private static void names(ArrayNode array, Set<FunctionName> functions) {
    functions.stream().sorted().forEach(function -> array.add(function.toString()));
  }

  private static String text(List<SessionRow> sessions) {
    Table table = new Table("WORKER", "STARTED", "BUILD", "ORCHESTRATORS", "ACTIVITIES");
    for (SessionRow session : sessions) {
      SessionDescriptor worker = session.descriptor();
      table.row(
          worker.worker(),
          Output.time(session.startedAt()),
          worker.build(),
          listed(worker.orchestrators()),
          listed(worker.activities()));
    }
    return table.toString();
  }

  private static String listed(Set<FunctionName> functions) {
    return functions.isEmpty()
        ? "-"
        : functions.stream().sorted().map(FunctionName::toString).collect(Collectors.joining(", "));
  }
}
