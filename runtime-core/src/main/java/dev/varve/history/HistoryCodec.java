package dev.varve.history;

import dev.varve.FailureDetails;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Stored history: UTF-8 JSON, equal bytes for equal events. Thread-safe.
 *
 * <p>Reading is strict: a newer format, an unknown type or field, a missing, repeated or ill-typed
 * field is refused, since an event understood by halves would be replayed wrongly. A turn carries
 * its format number. A single event or failure carries none; a later format adds a field to it,
 * which this one refuses.
 *
 * <p>Payloads are stored as JSON strings, not as the JSON they hold. Only so does any text come
 * back to the character, whatever a converter writes: blanks, half surrogate pairs, text that is
 * encrypted. Escaping makes writing objects slower and reading them, which replay does far more
 * often, faster: a string is scanned once where JSON is split into tokens.
 */
public final class HistoryCodec {
  /** The format written, and the newest that is read. */
  public static final int FORMAT = 1;

  /** The longest text in one field, in characters; well above what a payload may have. */
  static final int MAX_TEXT_LENGTH = 64 * 1024 * 1024;

  private static final int MAX_DEPTH = 200;
  private static final String VERSION = "v";
  private static final String INPUTS = "inputs";
  private static final String DECISIONS = "decisions";

  /**
   * Buffers come from one lock-free pool for all threads. A pool per thread, the obvious choice, is
   * a trap on virtual threads: each lives for a few turns, so its buffers are made and thrown away.
   */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT_LENGTH)
                  .maxNumberLength(20)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private HistoryCodec() {}

  /**
   * The events of a turn; its sequence, time, commit id and whether it ran are stored beside them.
   *
   * @throws HistoryFormatException if a text is too long or a failure has too many causes to be
   *     read again
   */
  public static byte[] encodeTurn(List<InputEvent> inputs, List<DecisionEvent> decisions) {
    return encode(json -> {
      json.writeStartObject();
      json.writeNumberProperty(VERSION, FORMAT);
      EventWriter out = new EventWriter(json);
      if (!inputs.isEmpty()) {
        json.writeArrayPropertyStart(INPUTS);
        inputs.forEach(event -> InputEventCodec.write(event, out));
        json.writeEndArray();
      }
      if (!decisions.isEmpty()) {
        json.writeArrayPropertyStart(DECISIONS);
        decisions.forEach(event -> DecisionEventCodec.write(event, out));
        json.writeEndArray();
      }
      json.writeEndObject();
    });
  }

  /**
   * The turn of these events.
   *
   * @throws HistoryFormatException if they cannot be read; names what, where and what to do
   */
  public static HistoryTurn decodeTurn(
      long sequence, Instant time, long commitId, boolean ran, byte[] bytes) {
    return decode(
        "turn " + sequence,
        bytes,
        reader -> {
          List<InputEvent> inputs = new ArrayList<>();
          List<DecisionEvent> decisions = new ArrayList<>();
          readTurn(reader, inputs, decisions);
          if (!ran && !decisions.isEmpty()) {
            throw reader.refused("it has decisions but is marked as not run");
          }
          return new HistoryTurn(sequence, time, commitId, ran, inputs, decisions);
        });
  }

  private static void readTurn(
      HistoryReader reader, List<InputEvent> inputs, List<DecisionEvent> decisions) {
    reader.expect(JsonToken.START_OBJECT, "the turn");
    readFormat(reader);
    JsonParser parser = reader.parser();
    EventFields fields = new EventFields(reader);
    Set<String> seen = new HashSet<>(4);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (!seen.add(name)) {
        throw reader.refused("field '" + HistoryReader.shortened(name) + "' occurs twice");
      }
      switch (name) {
        case INPUTS -> readList(reader, INPUTS, InputEventCodec.FORMS, fields, inputs);
        case DECISIONS -> readList(reader, DECISIONS, DecisionEventCodec.FORMS, fields, decisions);
        default -> throw reader.unknownField("the turn");
      }
    }
  }

  /** First of all fields, so that a newer format is recognised before anything in it is read. */
  private static void readFormat(HistoryReader reader) {
    JsonParser parser = reader.parser();
    if (!VERSION.equals(parser.nextName())) {
      throw reader.refused("it does not begin with its format, field '" + VERSION + "'");
    }
    if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
      throw reader.wrongType(VERSION, Field.Kind.NUMBER.words());
    }
    int format = parser.getIntValue();
    if (format > FORMAT) {
      throw reader.newerFormat(format);
    }
    if (format < 1) {
      throw reader.refused("format " + format + " never existed");
    }
  }

  private static <E> void readList(
      HistoryReader reader,
      String name,
      Map<String, EventForm<? extends E>> forms,
      EventFields fields,
      List<E> events) {
    reader.expect(JsonToken.START_ARRAY, "'" + name + "'");
    JsonParser parser = reader.parser();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      reader.at(name, events.size());
      events.add(form(forms, fields.read(), reader).read(fields));
    }
    reader.at("", 0);
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw reader.refused("'" + name + "' has an element that is not an object");
    }
  }

  /**
   * One event by itself, as it waits in an inbox.
   *
   * @throws HistoryFormatException if a text is too long or a failure has too many causes to be
   *     read again
   */
  public static byte[] encodeEvent(HistoryEvent event) {
    return encode(json -> {
      switch (event) {
        case InputEvent e -> InputEventCodec.write(e, new EventWriter(json));
        case DecisionEvent e -> DecisionEventCodec.write(e, new EventWriter(json));
      }
    });
  }

  /**
   * The event.
   *
   * @throws HistoryFormatException if it cannot be read; names what, where and what to do
   */
  public static HistoryEvent decodeEvent(byte[] bytes) {
    return decode(
        "event",
        bytes,
        reader -> {
          reader.expect(JsonToken.START_OBJECT, "the event");
          EventFields fields = new EventFields(reader).read();
          EventForm<? extends HistoryEvent> input = InputEventCodec.FORMS.get(fields.type());
          return input != null
              ? input.read(fields)
              : form(DecisionEventCodec.FORMS, fields, reader).read(fields);
        });
  }

  /**
   * A failure by itself.
   *
   * @throws HistoryFormatException if a text is too long or there are too many causes to be read
   *     again
   */
  public static byte[] encodeFailure(FailureDetails failure) {
    return encode(json -> {
      json.writeStartObject();
      ValueForms.write(failure, new EventWriter(json));
      json.writeEndObject();
    });
  }

  /**
   * The failure.
   *
   * @throws HistoryFormatException if it cannot be read; names what, where and what to do
   */
  public static FailureDetails decodeFailure(byte[] bytes) {
    return decode(
        "failure",
        bytes,
        reader -> {
          reader.expect(JsonToken.START_OBJECT, "the failure");
          return ValueForms.FAILURE_DETAILS.read(new EventFields(reader).read());
        });
  }

  private static <E> EventForm<? extends E> form(
      Map<String, EventForm<? extends E>> forms, EventFields fields, HistoryReader reader) {
    EventForm<? extends E> form = forms.get(fields.type());
    if (form == null) {
      throw reader.refused("unknown event type '" + HistoryReader.shortened(fields.type()) + "'");
    }
    return form;
  }

  private static byte[] encode(Consumer<JsonGenerator> body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      body.accept(json);
    } catch (JacksonException e) {
      throw new HistoryFormatException(
          "history",
          "the events cannot be written",
          "check for a failure with more than 100 causes");
    }
    return bytes.toByteArray();
  }

  private static <T> T decode(String subject, byte[] bytes, Function<HistoryReader, T> body) {
    try (JsonParser parser = open(subject, bytes)) {
      HistoryReader reader = new HistoryReader(subject, parser);
      try {
        T value = body.apply(reader);
        reader.end();
        return value;
      } catch (JacksonException e) {
        throw reader.malformed(e);
      }
    }
  }

  /** The parser looks at the first bytes when it is made, and may refuse them. */
  private static JsonParser open(String subject, byte[] bytes) {
    try {
      return JSON.createParser(ObjectReadContext.empty(), bytes);
    } catch (JacksonException e) {
      throw new HistoryFormatException(subject, "the text is not UTF-8", HistoryReader.DAMAGED);
    }
  }
}
