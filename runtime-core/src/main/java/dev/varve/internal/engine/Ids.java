package dev.varve.internal.engine;

/** The engine's only way to new ids. Thread-safe. */
public interface Ids {
  /** An id for an instance whose starter gave none. */
  String instanceId();

  /** An id for an execution: 32 hexadecimal digits, unique. */
  String executionId();

  /** A number for a commit, unique with near certainty. */
  long commitId();
}
