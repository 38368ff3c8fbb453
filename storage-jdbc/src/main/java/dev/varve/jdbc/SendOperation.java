package dev.varve.jdbc;

import dev.varve.storage.SendOutcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts messages into inboxes, each on its own. */
final class SendOperation extends WriteOperation<List<SendOutcome>> {
  private final JdbcHub hub;
  private final List<EncodedMessage> messages;

  SendOperation(JdbcHub hub, List<EncodedMessage> messages) {
    this.hub = hub;
    this.messages = messages;
  }

  @Override
  void tell(Needs needs) {
    messages.forEach(message -> needs.sendTo(hub.key().hub(), message.instanceId()));
  }

  @Override
  List<SendOutcome> apply(WriteBatch batch) throws SQLException {
    List<SendOutcome> outcomes = new ArrayList<>(messages.size());
    for (EncodedMessage message : messages) {
      outcomes.add(Inbox.put(batch, hub.key(), message));
    }
    return outcomes;
  }

  @Override
  void committed() {
    hub.wakeSessions();
  }
}
