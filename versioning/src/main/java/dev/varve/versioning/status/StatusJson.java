package dev.varve.versioning.status;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A status report for programs. */
final class StatusJson {
  private StatusJson() {}

  static String of(StatusReport report) {
    return node(report).toPrettyString();
  }

  static ObjectNode node(StatusReport report) {
    ObjectNode root = JsonMapper.shared().createObjectNode().put("HasRunning", report.hasRunning());
    report.subject().slot().ifPresent(slot -> root.put("slot", slot));
    root.put("hub", report.subject().hub());
    if (!report.subject().versions().isEmpty()) {
      ArrayNode versions = root.putArray("versions");
      report.subject().versions().forEach(versions::add);
    }
    root.put("at", report.at().toString());
    ObjectNode counts = root.putObject("counts");
    report.counts().forEach((status, count) -> counts.put(status.name(), count));
    ArrayNode counted = root.putArray("counted");
    report.counted().forEach(status -> counted.add(status.name()));
    root.put("exempted", report.exempted());
    ArrayNode blockers = root.putArray("blockers");
    report.blockers().forEach(blocker -> add(blockers.addObject(), blocker));
    root.put("unlisted", report.unlisted());
    return root;
  }

  private static void add(ObjectNode node, Blocker blocker) {
    node.put("instance", blocker.instanceId())
        .put("function", blocker.function().toString())
        .put("status", blocker.status().name())
        .put("createdAt", blocker.createdAt().toString())
        .put("ageSeconds", blocker.age().toSeconds())
        .put("eternal", blocker.eternal());
  }
}
