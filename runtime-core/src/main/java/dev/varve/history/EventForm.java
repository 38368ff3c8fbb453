package dev.varve.history;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How one kind of object is stored: the wire name, the fields it must and may have, and how to
 * build it from them.
 *
 * @param type the wire name; explicit, so that renaming a class changes nothing that is stored
 * @param required bits of the fields that must be there
 * @param known bits of all fields that may be there
 * @param build makes the value once the fields have been checked
 */
record EventForm<T>(String type, long required, long known, Function<EventFields, T> build) {

  static <T> EventForm<T> of(
      String type, long required, long optional, Function<EventFields, T> build) {
    return new EventForm<>(type, required, required | optional, build);
  }

  static <T> Map<String, EventForm<? extends T>> byType(List<EventForm<? extends T>> forms) {
    return forms.stream().collect(Collectors.toUnmodifiableMap(EventForm::type, f -> f));
  }

  /** Checks which fields there are, then builds the value. */
  T read(EventFields fields) {
    fields.require(type, required, known);
    return build.apply(fields);
  }
}
