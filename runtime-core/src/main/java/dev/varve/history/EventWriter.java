package dev.varve.history;

import dev.varve.FailureDetails;
import dev.varve.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the fields of stored objects, leaving out what {@link EventFields} puts back: payloads
 * that are null, flags that are false, empty texts, lists and maps, and what is absent.
 */
final class EventWriter {
  private final JsonGenerator json;

  EventWriter(JsonGenerator json) {
    this.json = json;
  }

  EventWriter start(EventForm<?> form) {
    json.writeStartObject();
    return text(Field.TYPE, form.type());
  }

  void end() {
    json.writeEndObject();
  }

  EventWriter text(Field field, String text) {
    json.writeName(field.json());
    json.writeString(checked(field, text));
    return this;
  }

  private static String checked(Field field, String text) {
    if (text.length() > HistoryCodec.MAX_TEXT_LENGTH) {
      throw new HistoryFormatException(
          "field '" + field.getName() + "'",
          "a text of " + text.length() + " characters is too long to be read again",
          "keep it to " + HistoryCodec.MAX_TEXT_LENGTH + " characters");
    }
    return text;
  }

  EventWriter textUnless(String absent, Field field, String text) {
    return text.equals(absent) ? this : text(field, text);
  }

  EventWriter number(Field field, int number) {
    json.writeName(field.json());
    json.writeNumber(number);
    return this;
  }

  EventWriter numberUnless(int absent, Field field, int number) {
    return number == absent ? this : number(field, number);
  }

  EventWriter flag(Field field, boolean flag) {
    if (flag) {
      json.writeName(field.json());
      json.writeBoolean(true);
    }
    return this;
  }

  EventWriter payload(Field field, Payload payload) {
    return payload.isNull() ? this : text(field, payload.json());
  }

  /** Anything whose own text is its stored form: function names, instants, durations. */
  EventWriter value(Field field, @Nullable Object value) {
    return value == null ? this : text(field, value.toString());
  }

  EventWriter texts(Field field, List<String> texts) {
    if (!texts.isEmpty()) {
      json.writeName(field.json());
      json.writeStartArray();
      texts.forEach(text -> json.writeString(checked(field, text)));
      json.writeEndArray();
    }
    return this;
  }

  EventWriter numbers(Field field, List<Integer> numbers) {
    return texts(field, numbers.stream().map(String::valueOf).toList());
  }

  /**
   * A list of keys and values by turns, in the order of the keys so that equal events have equal
   * bytes. Not an object: users choose the keys, and a JSON name cannot hold every text.
   */
  EventWriter map(Field field, Map<String, String> map) {
    List<String> texts = new ArrayList<>(2 * map.size());
    new TreeMap<>(map)
        .forEach((key, value) -> {
          texts.add(key);
          texts.add(value);
        });
    return texts(field, texts);
  }

  EventWriter failure(Field field, @Nullable FailureDetails failure) {
    if (failure != null) {
      json.writeName(field.json());
      json.writeStartObject();
      ValueForms.write(failure, this);
      json.writeEndObject();
    }
    return this;
  }

  EventWriter parent(Field field, @Nullable ParentInstance parent) {
    if (parent != null) {
      json.writeName(field.json());
      json.writeStartObject();
      ValueForms.write(parent, this);
      json.writeEndObject();
    }
    return this;
  }
}
