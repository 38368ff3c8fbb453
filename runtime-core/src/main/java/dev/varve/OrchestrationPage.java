package dev.varve;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list of instances.
 *
 * @param continuation asks for the next page; empty at the end
 */
public record OrchestrationPage(
    List<OrchestrationMetadata> instances, Optional<String> continuation) {
  public OrchestrationPage {
    instances = List.copyOf(instances);
  }
}
