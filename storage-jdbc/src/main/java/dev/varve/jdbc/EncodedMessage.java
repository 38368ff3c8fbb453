package dev.varve.jdbc;

import dev.varve.storage.Message;
import java.util.List;
import java.util.Optional;

/** A message whose event was written as bytes on the caller's thread. */
record EncodedMessage(
    String instanceId, Optional<String> executionId, MessageKind kind, byte[] event) {

  static EncodedMessage of(Message message) {
    return new EncodedMessage(
        message.instanceId(),
        message.executionId(),
        MessageKind.of(message),
        Codec.encode(message.event()));
  }

  static List<EncodedMessage> of(List<Message> messages) {
    return messages.isEmpty() ? List.of() : messages.stream().map(EncodedMessage::of).toList();
  }
}
