package dev.varve.versioning.status;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.varve.FunctionName;
import dev.varve.versioning.status.StatusReport.Subject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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

  static StatusReport parse(String text) {
    try {
      JsonNode root = JsonMapper.shared().readTree(text);
      StatusReport report =
          new StatusReport(
              new Subject(
                  root.required("hub").stringValue(),
                  Optional.ofNullable(root.get("slot")).map(JsonNode::stringValue),
                  root.path("versions").valueStream().map(JsonNode::stringValue).collect(toSet())),
              Instant.parse(root.required("at").stringValue()),
              root.required("counts").properties().stream()
                  .collect(
                      toMap(
                          count -> ActiveStatus.valueOf(count.getKey()),
                          count -> count.getValue().longValue())),
              root.required("counted")
                  .valueStream()
                  .map(status -> ActiveStatus.valueOf(status.stringValue()))
                  .collect(toSet()),
              root.required("exempted").longValue(),
              root.required("blockers").valueStream().map(StatusJson::blocker).toList());
      if (report.hasRunning() != root.required("HasRunning").booleanValue()) {
        throw new IllegalArgumentException("its counts do not fit HasRunning");
      }
      return report;
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("it is not what a status check of Varve answers", e);
    }
  }

  private static Blocker blocker(JsonNode node) {
    return new Blocker(
        node.required("instance").stringValue(),
        FunctionName.parse(node.required("function").stringValue()),
        ActiveStatus.valueOf(node.required("status").stringValue()),
        Instant.parse(node.required("createdAt").stringValue()),
        Duration.ofSeconds(node.required("ageSeconds").longValue()),
        node.required("eternal").booleanValue());
  }
}
