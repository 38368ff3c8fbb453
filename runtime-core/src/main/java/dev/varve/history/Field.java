package dev.varve.history;

import static dev.varve.history.Field.Kind.FAILURE_OBJECT;
import static dev.varve.history.Field.Kind.FLAG;
import static dev.varve.history.Field.Kind.NUMBER;
import static dev.varve.history.Field.Kind.PARENT_OBJECT;
import static dev.varve.history.Field.Kind.TEXT;
import static dev.varve.history.Field.Kind.TEXT_LIST;
import static dev.varve.history.Field.Kind.TEXT_MAP;

import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.util.Named;

/** The fields of stored events. A name, once released, keeps its meaning for ever. */
enum Field implements Named {
  TYPE("type", TEXT),
  ID("id", NUMBER),
  FUNCTION("function", TEXT),
  REQUESTED("requested", TEXT),
  RESOLUTION("resolution", TEXT),
  VERSION_SET("versionSet", TEXT),
  EXECUTION("execution", TEXT),
  INSTANCE_ID("instance", TEXT),
  INPUT("input", TEXT),
  RESULT("result", TEXT),
  FAILURE("failure", FAILURE_OBJECT),
  FIRST_ID("firstId", NUMBER),
  ATTEMPT("attempt", NUMBER),
  PLACEMENT("placement", TEXT),
  TIMEOUT("timeout", TEXT),
  FIRE_AT("fireAt", TEXT),
  NAME("name", TEXT),
  PAYLOAD("payload", TEXT),
  VALUE("value", TEXT),
  REASON("reason", TEXT),
  OUTPUT("output", TEXT),
  STATUS("status", TEXT),
  RECURSIVE("recursive", FLAG),
  DETACHED("detached", FLAG),
  CARRY_OVER("carryOver", FLAG),
  START("start", TEXT),
  CONTINUED_FROM("continuedFrom", TEXT),
  PARENT("parent", PARENT_OBJECT),
  TAGS("tags", TEXT_MAP),
  ERROR("error", TEXT),
  MESSAGE("message", TEXT),
  STACK("stack", TEXT),
  NON_RETRIABLE("nonRetriable", FLAG),
  SUPERTYPES("supertypes", TEXT_LIST),
  CAUSE("cause", FAILURE_OBJECT),
  REWIND_NUMBER("number", NUMBER),
  FAILED("failed", TEXT_LIST),
  NEXT_ID("nextId", NUMBER),
  FOR_PARENT("forParent", NUMBER),
  CUT_INPUTS("cutInputs", NUMBER),
  CUT_DECISIONS("cutDecisions", NUMBER);

  /** What JSON a field holds. */
  enum Kind {
    TEXT("a string"),
    NUMBER("a whole number of 32 bits"),
    FLAG("true or false"),
    TEXT_LIST("a list of strings"),
    TEXT_MAP("a list of strings"),
    PARENT_OBJECT("an object"),
    FAILURE_OBJECT("an object");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For messages. */
    String words() {
      return words;
    }
  }

  @SuppressWarnings("Immutable") // a SerializedString, which is
  private final SerializableString json;

  private final Kind kind;

  Field(String name, Kind kind) {
    this.json = new SerializedString(name);
    this.kind = kind;
  }

  @Override
  public String getName() {
    return json.getValue();
  }

  /** The name, encoded once. */
  SerializableString json() {
    return json;
  }

  Kind kind() {
    return kind;
  }

  /** This field in a set of fields kept as bits. */
  long bit() {
    return 1L << ordinal();
  }

  static long bits(Field... fields) {
    long bits = 0;
    for (Field field : fields) {
      bits |= field.bit();
    }
    return bits;
  }
}
