package dev.varve.internal.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's one logger: what it says is read under one name. Payloads are never logged. */
final class EngineLog {
  static final Logger log = LoggerFactory.getLogger("dev.varve.engine");

  private EngineLog() {}
}
