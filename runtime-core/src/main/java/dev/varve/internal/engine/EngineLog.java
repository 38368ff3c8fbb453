package dev.varve.internal.engine;

import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's one logger: what it says is read under one name. Payloads are never logged. */
final class EngineLog {
  static final Logger log = LoggerFactory.getLogger("dev.varve.engine");

  private EngineLog() {}

  /** An event is lost by that; what else is dropped was for somebody who has ended meanwhile. */
  static void dropped(String from, Message message) {
    if (message.event() instanceof EventRaised) {
      log.warn(
          "an event from instance '{}' to instance '{}' is dropped: no such instance exists, or it"
              + " has ended",
          from,
          message.instanceId());
    }
  }
}
