package dev.varve;

import java.lang.reflect.Type;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Says what went wrong in our own words, since Jackson's quote the data: type, field and kind of
 * problem, but neither values nor Jackson's exception.
 */
final class ConversionProblem {
  private static final int MAX_NAME_LENGTH = 40;

  private ConversionProblem() {}

  static DataConversionException reading(Type type, JacksonException cause) {
    return new DataConversionException(
        "the payload cannot be read as "
            + type.getTypeName()
            + field(cause)
            + ": "
            + readingReason(cause)
            + "; make the declared type fit what was stored",
        null);
  }

  static DataConversionException writing(Class<?> type, JacksonException cause) {
    Throwable users = ofUserCode(cause);
    String reason =
        cause instanceof StreamConstraintsException
            ? "it is nested too deeply, or contains itself"
            : users == null ? "Jackson has no way to write it" : "it threw " + nameOf(users);
    return new DataConversionException(
        "a value of " + type.getTypeName() + " cannot be written" + field(cause) + ": " + reason,
        users);
  }

  private static String readingReason(JacksonException cause) {
    return switch (cause) {
      case InvalidTypeIdException e ->
          "the data names a subtype that " + e.getBaseType().getRawClass().getName() + " lacks";
      case InvalidDefinitionException e ->
          "Jackson cannot build " + e.getType().getRawClass().getName() + " from what is there";
      case MismatchedInputException e -> "it does not hold " + target(e);
      case StreamConstraintsException e -> "a limit of the converter's mapper is exceeded";
      case StreamReadException e -> "it is not valid JSON" + place(e.getLocation());
      default -> {
        Throwable users = ofUserCode(cause);
        yield users == null ? "it does not fit" : "the type threw " + nameOf(users);
      }
    };
  }

  private static String target(MismatchedInputException e) {
    return e.getTargetType() == null ? "what the type needs" : e.getTargetType().getTypeName();
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null ? "" : " near character " + location.getCharOffset();
  }

  /** The path to the field, such as {@code at lines[3].price}; names only, cut to a bound. */
  private static String field(JacksonException cause) {
    String path =
        cause.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + shortened(step.getPropertyName()))
            .limit(20)
            .collect(Collectors.joining());
    return path.isEmpty() ? "" : " at " + (path.startsWith(".") ? path.substring(1) : path);
  }

  private static String shortened(String name) {
    return Names.printable(
        name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "...");
  }

  private static @Nullable Throwable ofUserCode(JacksonException cause) {
    Throwable inner = cause.getCause();
    return inner == null || inner instanceof JacksonException ? null : inner;
  }

  private static String nameOf(Throwable thrown) {
    return thrown.getClass().getName();
  }
}
