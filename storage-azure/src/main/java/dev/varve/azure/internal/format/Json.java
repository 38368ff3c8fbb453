package dev.varve.azure.internal.format;

import dev.varve.FailureDetails;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Values that tools expect as JSON in a column, in the shape that they know. */
final class Json {
  private static final int LONGEST_TEXT = 64 * 1024 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
                  .build())
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** By way of bytes, since only they have halves of surrogate pairs escaped. */
  static String text(JsonNode node) {
    return new String(MAPPER.writeValueAsBytes(node), StandardCharsets.UTF_8);
  }

  /** An object, its names in order; the text {@code null} if the map is empty. */
  static String text(Map<String, String> map) {
    if (map.isEmpty()) {
      return "null";
    }
    ObjectNode object = object();
    new TreeMap<>(map).forEach(object::put);
    return text(object);
  }

  /**
   * What {@link #text(Map)} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Map<String, String> map(String text) {
    Map<String, String> map = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : read(text).properties()) {
      map.put(entry.getKey(), entry.getValue().stringValue());
    }
    return map;
  }

  static String text(FailureDetails failure) {
    return text(node(failure));
  }

  private static ObjectNode node(FailureDetails failure) {
    ObjectNode object = object();
    object.put("ErrorType", failure.errorType());
    object.put("ErrorMessage", failure.message());
    object.put("StackTrace", failure.stackTrace());
    FailureDetails cause = failure.cause();
    if (cause == null) {
      object.putNull("InnerFailure");
    } else {
      object.set("InnerFailure", node(cause));
    }
    object.put("IsNonRetriable", failure.nonRetriable());
    if (!failure.supertypes().isEmpty()) {
      failure.supertypes().forEach(object.putArray("VarveSupertypes")::add);
    }
    return object;
  }

  /**
   * What {@link #text(FailureDetails)} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static FailureDetails failure(String text) {
    return failure(read(text));
  }

  private static FailureDetails failure(JsonNode node) {
    List<String> supertypes = new ArrayList<>();
    node.path("VarveSupertypes").forEach(name -> supertypes.add(name.stringValue()));
    @Nullable JsonNode cause = node.get("InnerFailure");
    return new FailureDetails(
        string(node, "ErrorType"),
        string(node, "ErrorMessage"),
        string(node, "StackTrace"),
        node.path("IsNonRetriable").asBoolean(false),
        supertypes,
        cause == null || cause.isNull() ? null : failure(cause));
  }

  private static String string(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON of the shape expected", e);
    }
  }
}
