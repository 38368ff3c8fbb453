package dev.varve.versioning.slots;

import dev.varve.OrchestrationException;

/** Something asked of slots would break what they promise. Nothing was changed. */
public final class SlotRefusedException extends OrchestrationException {
  private static final long serialVersionUID = 1;

  SlotRefusedException(String message) {
    super(message);
  }
}
