package dev.varve.azure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance that a session of this process owns, as it is in its partition, so that a commit need
 * not read. Confined to the instance's strand, apart from the mailbox.
 */
final class Owned {
  final AzureSession session;
  final String id;

  /** When it was claimed; microseconds. */
  final long since;

  final Mailbox mailbox;

  /** Queued activities that nobody is known to have completed, by task id. */
  final Map<Integer, TaskEntry> tasks = new HashMap<>();

  InstanceState state;

  /** Of the sentinel. */
  String etag;

  /** Of its row in the Instances table, or nothing if it is not known. */
  String rowEtag = "";

  /** A write may have been made or not: it has to be read before the next one. */
  boolean doubtful;

  /** What is wrong with a row of it that cannot be read; it is owned for management only then. */
  Optional<String> damage = Optional.empty();

  /** Of how many commits the effects on others are not known to be carried out. */
  int unsettled;

  Owned(
      AzureSession session,
      InstanceState state,
      String etag,
      long since,
      List<InboxEntry> inbox,
      List<TaskEntry> tasks) {
    this.session = session;
    this.id = state.row.instanceId();
    this.state = state;
    this.etag = etag;
    this.since = since;
    this.mailbox = new Mailbox(inbox);
    tasks.forEach(this::put);
  }

  void put(TaskEntry task) {
    tasks.put(task.task().taskId(), task);
  }

  /** Takes in what was read: this is how it is now. */
  void refresh(Loaded loaded) {
    state = loaded.state();
    etag = loaded.etag();
    List<InboxEntry> gone = new ArrayList<>(mailbox.all());
    gone.removeAll(loaded.inbox());
    gone.forEach(mailbox::remove);
    loaded.inbox().forEach(mailbox::add);
    tasks.clear();
    loaded.tasks().forEach(this::put);
    unsettled = Math.max(unsettled, loaded.outbox().isEmpty() ? 0 : 1);
    damage = damage.isPresent() ? damage : loaded.damage();
    doubtful = false;
  }
}
