package dev.varve.versioning.parked;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Parked instances for programs. */
final class ParkedJson {
  private ParkedJson() {}

  static String of(ParkedPage page) {
    ObjectNode root = root(page.hub());
    ArrayNode instances = root.putArray("instances");
    page.instances().forEach(instance -> add(instances.addObject(), instance));
    page.continuation().ifPresent(next -> root.put("continuation", next));
    return root.toPrettyString();
  }

  static String of(ParkedInstance instance) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    add(root, instance);
    return root.toPrettyString();
  }

  static String of(RetryReport report) {
    ObjectNode root = root(report.hub());
    root.put("asked", report.asked());
    ArrayNode answers = root.putArray("answers");
    report
        .answers()
        .forEach(answer ->
            answers
                .addObject()
                .put("instance", answer.instanceId())
                .put("outcome", answer.outcome().name()));
    report.continuation().ifPresent(next -> root.put("continuation", next));
    return root.toPrettyString();
  }

  private static ObjectNode root(String hub) {
    return JsonMapper.shared().createObjectNode().put("hub", hub);
  }

  private static void add(ObjectNode node, ParkedInstance instance) {
    node.put("instance", instance.instanceId());
    node.put("function", instance.function().toString());
    node.put("status", instance.status().name());
    node.put("condition", instance.condition().name());
    instance.since().ifPresent(since -> node.put("since", since.toString()));
    instance
        .difference()
        .ifPresent(difference ->
            node.put("event", difference.event())
                .put("recorded", difference.recorded())
                .put("now", difference.now()));
    node.put("explanation", instance.explanation());
    node.put("whatToDo", instance.whatToDo());
    ArrayNode builds = node.putArray("failedBuilds");
    instance.failedBuilds().forEach(builds::add);
  }
}
