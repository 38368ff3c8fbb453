package dev.varve.versioning.slots;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The slot record as it is stored. */
final class SlotCodec {
  private SlotCodec() {}

  static String encode(SlotState state) {
    ObjectNode root = JsonMapper.shared().createObjectNode().put("format", 1);
    for (Slot slot : Slot.values()) {
      ObjectNode node = root.putObject(slot.word());
      state.in(slot).ifPresent(deployment -> encode(node.putObject("deployment"), deployment));
      settings(node.putObject("sticky"), state.sticky().getOrDefault(slot, Map.of()));
    }
    if (state.starts() instanceof Starts.Closed closed) {
      root.putObject("closed")
          .put("cause", closed.cause())
          .put("mode", closed.mode().name())
          .put("until", closed.until().toString());
    }
    return root.put("lastNumber", state.lastNumber()).put("replaced", state.replaced()).toString();
  }

  private static void encode(ObjectNode node, Deployment deployment) {
    node.put("id", deployment.id())
        .put("version", deployment.build().version())
        .put("storeSetting", deployment.build().storeSetting())
        .put("hub", deployment.build().hub());
    settings(node.putObject("settings"), deployment.settings());
  }

  private static void settings(ObjectNode node, Map<String, String> settings) {
    new TreeMap<>(settings).forEach(node::put);
  }

  static SlotState decode(String text) {
    JsonNode root = JsonMapper.shared().readTree(text);
    Map<Slot, Deployment> deployments = new EnumMap<>(Slot.class);
    Map<Slot, Map<String, String>> sticky = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      JsonNode node = root.required(slot.word());
      if (node.has("deployment")) {
        deployments.put(slot, deployment(node.required("deployment")));
      }
      sticky.put(slot, settings(node.required("sticky")));
    }
    return new SlotState(
        deployments,
        sticky,
        root.has("closed") ? closed(root.required("closed")) : new Starts.Open(),
        root.required("lastNumber").intValue(),
        root.required("replaced").stringValue());
  }

  private static Starts closed(JsonNode node) {
    return new Starts.Closed(
        node.required("cause").stringValue(),
        ClosedMode.valueOf(node.required("mode").stringValue()),
        Instant.parse(node.required("until").stringValue()));
  }

  private static Deployment deployment(JsonNode node) {
    return new Deployment(
        node.required("id").stringValue(),
        new AppBuild(
            node.required("version").stringValue(),
            node.required("storeSetting").stringValue(),
            node.required("hub").stringValue()),
        settings(node.required("settings")));
  }

  private static Map<String, String> settings(JsonNode node) {
    Map<String, String> settings = new TreeMap<>();
    node.properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().stringValue()));
    return settings;
  }
}
