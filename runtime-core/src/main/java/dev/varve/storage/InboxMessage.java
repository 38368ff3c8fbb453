package dev.varve.storage;

import dev.varve.history.InputEvent;

/**
 * A message as it lies in an inbox.
 *
 * @param id unique in the hub; a commit consumes messages by their exact ids
 * @param event what the instance is told
 */
public record InboxMessage(long id, InputEvent event) {}
