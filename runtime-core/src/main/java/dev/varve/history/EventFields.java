package dev.varve.history;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Payload;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * The fields of one stored object, in any order, each at most once. One instance serves all events
 * of a turn one after the other; values are checked for their JSON kind while reading and for their
 * meaning when an {@link EventForm} asks for them.
 */
final class EventFields {
  private static final Field[] ALL = Field.values();
  private static final PropertyNameMatcher NAMES =
      HistoryCodec.JSON.constructNameMatcher(List.of(ALL), false);

  private final HistoryReader reader;
  private final JsonParser parser;
  private final @Nullable Object[] values = new @Nullable Object[ALL.length];
  private final int[] numbers = new int[ALL.length];
  private long present;
  private String type = "the object";

  EventFields(HistoryReader reader) {
    this.reader = reader;
    this.parser = reader.parser();
  }

  /** Reads an object whose opening brace is the current token. */
  EventFields read() {
    present = 0;
    for (int at = next(); at >= 0; at = next()) {
      Field field = ALL[at];
      if ((present & field.bit()) != 0) {
        throw reader.refused("field '" + field.getName() + "' occurs twice");
      }
      present |= field.bit();
      readValue(field, at);
    }
    return this;
  }

  private int next() {
    int at = parser.nextNameMatch(NAMES);
    if (at < 0 && at != PropertyNameMatcher.MATCH_END_OBJECT) {
      throw reader.unknownField("an event");
    }
    return at;
  }

  private void readValue(Field field, int at) {
    switch (field.kind()) {
      case TEXT -> values[at] = readText(field.getName());
      case NUMBER -> numbers[at] = readNumber(field);
      case FLAG -> numbers[at] = readFlag(field) ? 1 : 0;
      case TEXT_LIST -> values[at] = readTexts(field);
      case TEXT_MAP -> values[at] = readMap(field);
      case PARENT_OBJECT -> values[at] = readObject(field, ValueForms.PARENT_INSTANCE);
      case FAILURE_OBJECT -> values[at] = readObject(field, ValueForms.FAILURE_DETAILS);
    }
  }

  private String readText(String name) {
    String text = parser.nextStringValue();
    if (text == null) {
      throw reader.wrongType(name, Field.Kind.TEXT.words());
    }
    return text;
  }

  private int readNumber(Field field) {
    if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT) {
      throw wrongKind(field);
    }
    return parser.getIntValue();
  }

  private boolean readFlag(Field field) {
    Boolean flag = parser.nextBooleanValue();
    if (flag == null) {
      throw wrongKind(field);
    }
    return flag;
  }

  private List<String> readTexts(Field field) {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw wrongKind(field);
    }
    List<String> texts = new ArrayList<>(4);
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      texts.add(parser.getString());
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw wrongKind(field);
    }
    return texts;
  }

  private Map<String, String> readMap(Field field) {
    List<String> texts = readTexts(field);
    if (texts.size() % 2 != 0) {
      throw reader.refused("field '" + field.getName() + "' has a key without a value");
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i += 2) {
      if (map.put(texts.get(i), texts.get(i + 1)) != null) {
        throw reader.refused("field '" + field.getName() + "' has a key twice");
      }
    }
    return map;
  }

  private <T> T readObject(Field field, EventForm<T> form) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrongKind(field);
    }
    return form.read(new EventFields(reader).read());
  }

  private HistoryFormatException wrongKind(Field field) {
    return reader.wrongType(field.getName(), field.kind().words());
  }

  /** The wire name, or an empty text if there is none. */
  String type() {
    return has(Field.TYPE) ? text(Field.TYPE) : "";
  }

  void require(String wireName, long required, long known) {
    type = wireName;
    long unknown = present & ~(known | Field.TYPE.bit());
    if (unknown != 0) {
      throw reader.refused("unknown field '" + name(unknown) + "' in " + type);
    }
    long missing = required & ~present;
    if (missing != 0) {
      throw reader.refused("field '" + name(missing) + "' is missing from " + type);
    }
  }

  private static String name(long bits) {
    return ALL[Long.numberOfTrailingZeros(bits)].getName();
  }

  boolean has(Field field) {
    return (present & field.bit()) != 0;
  }

  int number(Field field) {
    return numbers[field.ordinal()];
  }

  int number(Field field, int absent) {
    return has(field) ? number(field) : absent;
  }

  /** False if it is absent. */
  boolean flag(Field field) {
    return has(field) && numbers[field.ordinal()] != 0;
  }

  String text(Field field) {
    return (String) value(field);
  }

  String text(Field field, String absent) {
    return has(field) ? text(field) : absent;
  }

  /** {@link Payload#NULL} if it is absent. */
  Payload payload(Field field) {
    return has(field) ? new Payload(text(field)) : Payload.NULL;
  }

  FunctionName function(Field field) {
    return converted(field, FunctionNames::parse);
  }

  @Nullable FunctionName functionOrNull(Field field) {
    return has(field) ? function(field) : null;
  }

  Instant instant(Field field) {
    return converted(field, InstantText::parse);
  }

  @Nullable Instant instantOrNull(Field field) {
    return has(field) ? instant(field) : null;
  }

  @Nullable Duration durationOrNull(Field field) {
    return has(field) ? converted(field, Duration::parse) : null;
  }

  FailureDetails failure(Field field) {
    return (FailureDetails) value(field);
  }

  @Nullable FailureDetails failureOrNull(Field field) {
    return has(field) ? failure(field) : null;
  }

  @Nullable ParentInstance parentOrNull(Field field) {
    return has(field) ? (ParentInstance) value(field) : null;
  }

  /** Empty if it is absent. */
  @SuppressWarnings("unchecked") // only readTexts puts a list
  List<String> texts(Field field) {
    return has(field) ? (List<String>) value(field) : List.of();
  }

  /** Whole numbers, stored as texts; empty if it is absent. */
  List<Integer> numbers(Field field) {
    List<Integer> numbers = new ArrayList<>();
    for (String text : texts(field)) {
      try {
        numbers.add(Integer.valueOf(text));
      } catch (NumberFormatException e) {
        throw reader.refused("field '" + field.getName() + "' of " + type + " has no valid value");
      }
    }
    return numbers;
  }

  /** Empty if it is absent. */
  @SuppressWarnings("unchecked") // only readMap puts a map
  Map<String, String> map(Field field) {
    return has(field) ? (Map<String, String>) value(field) : Map.of();
  }

  /** A text turned into a value of its own; what it refuses is refused here with the place. */
  <T> T converted(Field field, Function<String, T> conversion) {
    try {
      return conversion.apply(text(field));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw reader.refused("field '" + field.getName() + "' of " + type + " has no valid value");
    }
  }

  private Object value(Field field) {
    Object value = values[field.ordinal()];
    if (value == null || !has(field)) {
      throw new IllegalStateException("the form of " + type + " does not require " + field);
    }
    return value;
  }
}
