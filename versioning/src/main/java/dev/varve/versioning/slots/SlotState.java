package dev.varve.versioning.slots;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the slot record says.
 *
 * @param deployments by slot; one that is empty is left out
 * @param sticky the settings that stay with a slot
 * @param lastNumber of the newest deployment; none is given twice
 * @param replaced the deployment that the last swap took out of production; empty if none did
 */
record SlotState(
    Map<Slot, Deployment> deployments,
    Map<Slot, Map<String, String>> sticky,
    Starts starts,
    int lastNumber,
    String replaced) {
  static final SlotState EMPTY = new SlotState(Map.of(), Map.of(), new Starts.Open(), 0, "");

  SlotState {
    deployments = Map.copyOf(deployments);
    sticky = Map.copyOf(sticky);
  }

  Optional<Deployment> in(Slot slot) {
    return Optional.ofNullable(deployments.get(slot));
  }

  Optional<Slot> slotOf(String deploymentId) {
    return deployments.entrySet().stream()
        .filter(entry -> entry.getValue().id().equals(deploymentId))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  SlotState with(Slot slot, Deployment deployment) {
    Map<Slot, Deployment> next = new EnumMap<>(Slot.class);
    next.putAll(deployments);
    next.put(slot, deployment);
    return new SlotState(next, sticky, starts, lastNumber + 1, replaced);
  }

  SlotState withSticky(Slot slot, Map<String, String> settings) {
    Map<Slot, Map<String, String>> next = new EnumMap<>(Slot.class);
    next.putAll(sticky);
    next.put(slot, Map.copyOf(settings));
    return new SlotState(deployments, next, starts, lastNumber, replaced);
  }

  SlotState with(Starts other) {
    return new SlotState(deployments, sticky, other, lastNumber, replaced);
  }

  /** Deployments change places, with starts open; sticky settings stay where they are. */
  SlotState swapped() {
    Map<Slot, Deployment> next = new EnumMap<>(Slot.class);
    deployments.forEach((slot, deployment) -> next.put(slot.other(), deployment));
    return new SlotState(
        next,
        sticky,
        new Starts.Open(),
        lastNumber,
        in(Slot.PRODUCTION).map(Deployment::id).orElse(""));
  }
}
