package dev.varve.management.hub;

import dev.varve.Names;
import dev.varve.management.RequestRefusedException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bodies that this API reads itself: small objects, read strictly. */
final class Bodies {
  private static final int MAX_DEPTH = 20;
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(20)
                          .maxStringLength(10_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Bodies() {}

  /** One object with these fields, each at most once. */
  static JsonNode object(String json, Set<String> fields) {
    JsonNode body;
    try {
      body = STRICT.readTree(json);
    } catch (JacksonException e) {
      throw new RequestRefusedException(
          400, "the body cannot be read: a field twice, too deep, or too long a value");
    }
    if (!body.isObject()) {
      throw new RequestRefusedException(400, "the body is no JSON object");
    }
    for (String name : body.propertyNames()) {
      if (!fields.contains(name)) {
        throw new RequestRefusedException(
            400,
            "the body has the field '"
                + Names.printable(name)
                + "'; known are "
                + fields.stream().sorted().toList());
      }
    }
    return body;
  }
}
