package dev.varve.versioning.parked;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list of instances that cannot go on. Immutable.
 *
 * @param hub the hub they are in
 * @param continuation asks for the next page; empty at the end
 */
public record ParkedPage(
    String hub, List<ParkedInstance> instances, Optional<String> continuation) {
  public ParkedPage {
    instances = List.copyOf(instances);
  }

  /** For people: one line for each, and both sides where they differ. */
  public String toText() {
    return ParkedText.of(this);
  }

  /** For programs: one JSON object. */
  public String toJson() {
    return ParkedJson.of(this);
  }
}
