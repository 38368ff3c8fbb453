package dev.varve.jdbc;

import dev.varve.storage.Message;
import java.util.List;

/** A message whose event was written as bytes on the caller's thread. */
record EncodedMessage(Message message, MessageKind kind, byte[] event) {

  static EncodedMessage of(Message message) {
    return new EncodedMessage(message, MessageKind.of(message), Codec.encode(message.event()));
  }

  String instanceId() {
    return message.instanceId();
  }

  static List<EncodedMessage> of(List<Message> messages) {
    return messages.isEmpty() ? List.of() : messages.stream().map(EncodedMessage::of).toList();
  }
}
