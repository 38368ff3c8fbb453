package dev.varve.azure.internal.format;

import dev.varve.storage.Message;
import dev.varve.storage.TurnCommit.ChildStart;

/** What a turn has done to another instance, to be carried out behind its commit. */
public sealed interface OutboxEntry {
  /** An instance to start. */
  record Child(ChildStart start) implements OutboxEntry {}

  /** A message to put into an inbox. */
  record Mail(Message message) implements OutboxEntry {}
}
