package dev.varve.hostjson;

import dev.varve.OrchestrationException;
import org.jspecify.annotations.Nullable;

/** A {@code host.json} cannot be read. Repair what the message names. */
public final class InvalidHostJsonException extends OrchestrationException {
  private final String file;
  private final String problem;

  InvalidHostJsonException(String file, String problem, @Nullable Throwable cause) {
    super(file + " cannot be used: " + problem, cause);
    this.file = file;
    this.problem = problem;
  }

  /** The file. */
  public String file() {
    return file;
  }

  /** What is wrong in it: the path, the value and what to do. */
  public String problem() {
    return problem;
  }
}
