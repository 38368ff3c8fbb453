package dev.varve.versioning.retire;

import dev.varve.versioning.retire.RetireReport.OfVersion;
import dev.varve.versioning.retire.Verdict.BlockedBy;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.NotYet;
import dev.varve.versioning.retire.Verdict.Safe;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report for programs. */
final class ReportJson {
  private ReportJson() {}

  static String of(RetireReport report) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("hub", report.hub());
    root.put("at", report.at().toString());
    root.put("exitCode", report.exitCode());
    ArrayNode versions = root.putArray("versions");
    report.versions().forEach(row -> add(versions.addObject(), row));
    return root.toPrettyString();
  }

  private static void add(ObjectNode node, OfVersion row) {
    node.put("kind", row.function().kind().word());
    node.put("function", row.function().name().toString());
    InFlight inFlight = row.inFlight();
    node.putObject("inFlight")
        .put("total", inFlight.total())
        .put("running", inFlight.running())
        .put("waiting", inFlight.waiting())
        .put("scheduled", inFlight.scheduled())
        .put("suspended", inFlight.suspended())
        .put("parked", inFlight.parked());
    node.put("ended", row.ended());
    row.oldest().ifPresent(oldest -> node.put("oldest", oldest.toString()));
    row.nextWakeUp().ifPresent(next -> node.put("nextWakeUp", next.toString()));
    ArrayNode callers = node.putArray("callers");
    for (Calling calling : row.callers()) {
      callers
          .addObject()
          .put("orchestrator", calling.orchestrator().toString())
          .put("reach", calling.reach().name())
          .put("instances", calling.instances())
          .put("oldestInstance", calling.oldestId())
          .put("oldest", calling.oldest().toString());
    }
    texts(node.putArray("namedBy"), row.namedBy());
    texts(node.putArray("startedBy"), row.startedBy());
    texts(node.putArray("servedBy"), row.servedBy());
    node.put("verdict", row.verdict().outcome().name());
    switch (row.verdict()) {
      case Safe safe -> {}
      case NotYet notYet -> {
        node.put("since", notYet.since().toString());
        texts(node.putArray("left"), notYet.left());
      }
      case BlockedBy blocked -> {
        ArrayNode blockers = node.putArray("blockedBy");
        blocked
            .by()
            .forEach(blocker ->
                blockers.addObject().put("what", blocker.what()).put("todo", blocker.todo()));
        texts(node.putArray("left"), blocked.left());
      }
      case CannotTell unknown -> node.put("why", unknown.why());
    }
  }

  private static void texts(ArrayNode array, List<?> values) {
    values.forEach(value -> array.add(value.toString()));
  }
}
