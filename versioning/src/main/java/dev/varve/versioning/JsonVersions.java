package dev.varve.versioning;

import dev.varve.CurrentVersions.Snapshot;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code .json} files: one flat object of whole numbers. */
final class JsonVersions {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonVersions() {}

  static Snapshot read(String file, String text) {
    JsonNode root = tree(file, text);
    if (!root.isObject()) {
      throw new InvalidVersionsException(
          file, "it is no JSON object; write one, such as {\"Order\": 2}");
    }
    EntryReader reader = new EntryReader(file);
    // A text or a fraction keeps its JSON form, which is no whole number, and is refused as such.
    root.properties()
        .forEach(property -> reader.addNamed(property.getKey(), property.getValue().toString()));
    return reader.snapshot();
  }

  private static JsonNode tree(String file, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new InvalidVersionsException(
          file,
          "it is not valid JSON: "
              + EntryReader.line(e.getOriginalMessage())
              + where
              + "; correct it",
          e);
    }
  }
}
