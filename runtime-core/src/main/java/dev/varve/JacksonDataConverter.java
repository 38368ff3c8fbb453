package dev.varve;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * The default converter: Jackson 3, set up for payloads that outlive the code that wrote them.
 * Thread-safe.
 *
 * <p>Unknown fields are ignored, so that a version may read what a later one wrote. What is missing
 * becomes null or an empty {@code Optional}, but never an invented number: a missing primitive, a
 * text for a number or a fraction for a whole number is refused. Give a component that later
 * versions add a boxed type. Java time types are ISO text. JSON nests at most 200 deep.
 *
 * <p>No class is ever named by data. Messages name the type and the field and leave the value out,
 * since payloads may be secret; for the same reason what Jackson says is not passed on.
 */
public final class JacksonDataConverter implements DataConverter {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_TEXT_LENGTH = 64 * 1024 * 1024;

  private final JsonMapper mapper;
  private final boolean plainScalars;
  private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

  /** The converter with the default settings. */
  public JacksonDataConverter() {
    this.mapper = defaultMapper();
    this.plainScalars = true;
  }

  /**
   * A converter that uses the mapper as it is; its limits and leniency are the caller's.
   *
   * @throws IllegalArgumentException if default typing is active in the mapper: data could then
   *     name the classes that are loaded
   */
  public JacksonDataConverter(JsonMapper mapper) {
    if (hasDefaultTyping(mapper)) {
      throw new IllegalArgumentException(
          "the mapper has default typing active, so payloads could name classes to load; remove"
              + " activateDefaultTyping and declare subtypes with @JsonSubTypes");
    }
    this.mapper = mapper;
    this.plainScalars = false;
  }

  private static boolean hasDefaultTyping(JsonMapper mapper) {
    var object = mapper.constructType(Object.class);
    return mapper.deserializationConfig().getDefaultTyper(object) != null
        || mapper.serializationConfig().getDefaultTyper(object) != null;
  }

  private static JsonMapper defaultMapper() {
    return JsonMapper.builder(factory())
        .disable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(
            DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
            DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
            DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .annotationIntrospector(new RequiredPrimitives())
        // Allows nothing: refuses user types annotated to take their class from the data.
        .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
        .build();
  }

  /** Lock-free pool instead of one per thread: virtual threads do not live long enough for that. */
  private static JsonFactory factory() {
    return JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_TEXT_LENGTH)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
        .build();
  }

  @Override
  public Payload toPayload(@Nullable Object value) {
    if (value == null) {
      return Payload.NULL;
    }
    String plain = plainScalars ? PlainScalars.write(value) : null;
    if (plain != null) {
      return new Payload(plain);
    }
    try {
      return new Payload(mapper.writeValueAsString(value));
    } catch (JacksonException e) {
      throw ConversionProblem.writing(value.getClass(), e);
    }
  }

  @Override
  public @Nullable Object fromPayload(Payload payload, Type type) {
    if (payload.isNull() || type == Void.class || type == void.class) {
      return null;
    }
    Object plain = plainScalars ? PlainScalars.read(payload.json(), type) : null;
    if (plain != null) {
      return plain;
    }
    try {
      return reader(type).readValue(payload.json());
    } catch (JacksonException e) {
      throw ConversionProblem.reading(type, e);
    }
  }

  /** Keeps one reader per type: looking up a generic type costs more than reading a small value. */
  private ObjectReader reader(Type type) {
    ObjectReader kept = readers.get(type);
    if (kept != null) {
      return kept;
    }
    ObjectReader made = mapper.readerFor(mapper.constructType(type));
    ObjectReader raced = readers.putIfAbsent(type, made);
    return raced != null ? raced : made;
  }
}
