package dev.varve.management;

import dev.varve.Names;

/**
 * Who calls, as far as it was proven.
 *
 * @param name for the audit log; 1 to 200 characters, no control characters
 * @param role what they may do
 */
public record Caller(String name, Role role) {
  /**
   * @throws IllegalArgumentException if the name breaks its rules
   */
  public Caller {
    Names.requireText("name of the caller", name, 200);
  }
}
