package dev.varve.versioning;

import dev.varve.OrchestrationException;
import org.jspecify.annotations.Nullable;

/** A source of current versions is broken. Repair what the message names. */
public final class InvalidVersionsException extends OrchestrationException {
  private final String source;

  InvalidVersionsException(String source, String problem, @Nullable Throwable cause) {
    super("the current versions from " + source + " cannot be used: " + problem, cause);
    this.source = source;
  }

  InvalidVersionsException(String source, String problem) {
    this(source, problem, null);
  }

  /** The file, or the kind of source. */
  public String source() {
    return source;
  }
}
