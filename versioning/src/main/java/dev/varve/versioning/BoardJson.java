package dev.varve.versioning;

import dev.varve.FunctionName;
import dev.varve.versioning.CapabilityBoard.Capability;
import dev.varve.versioning.CapabilityBoard.Worker;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A capability board for programs. */
final class BoardJson {
  private BoardJson() {}

  static String of(CapabilityBoard board) {
    ObjectNode root = JsonMapper.shared().createObjectNode().put("hub", board.hub());
    ArrayNode workers = root.putArray("workers");
    board.workers().forEach(worker -> add(workers.addObject(), worker));
    ArrayNode functions = root.putArray("functions");
    board.functions().forEach(served -> add(functions.addObject(), served));
    ArrayNode gaps = root.putArray("servedByNobody");
    board
        .gaps()
        .forEach(gap ->
            gaps.addObject()
                .put("function", gap.function().toString())
                .put("kind", gap.kind().name())
                .put("source", gap.source()));
    return root.toPrettyString();
  }

  private static void add(ObjectNode node, Worker worker) {
    node.put("session", worker.session())
        .put("worker", worker.name())
        .put("build", worker.build())
        .put("startedAt", worker.startedAt().toString())
        .put("seenAt", worker.seenAt().toString());
    ArrayNode formats = node.putArray("historyFormats");
    worker.historyFormats().forEach(formats::add);
    add(node.putArray("orchestrators"), worker.orchestrators());
    add(node.putArray("activities"), worker.activities());
  }

  private static void add(ArrayNode names, Set<FunctionName> functions) {
    functions.forEach(function -> names.add(function.toString()));
  }

  private static void add(ObjectNode node, Capability served) {
    node.put("function", served.function().toString())
        .put("kind", served.kind().name())
        .put("since", served.since().toString());
    ArrayNode sessions = node.putArray("sessions");
    served.workers().forEach(worker -> sessions.add(worker.session()));
  }
}
