package dev.varve.versioning.lock;

import dev.varve.OrchestrationException;

/** A lock file cannot be used. Restore it, or repair what the message names. */
public final class InvalidLockException extends OrchestrationException {
  private final String file;
  private final int line;

  InvalidLockException(String file, int line, String problem) {
    super("the lock file " + file + " cannot be used: line " + line + " " + problem);
    this.file = file;
    this.line = line;
  }

  /** The file. */
  public String file() {
    return file;
  }

  /** The line that is wrong, from 1. */
  public int line() {
    return line;
  }
}
