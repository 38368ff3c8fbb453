package dev.varve;

import org.jspecify.annotations.Nullable;

/** A value could not be turned into JSON, or JSON did not fit the declared type. */
public final class DataConversionException extends OrchestrationException {
  public DataConversionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
