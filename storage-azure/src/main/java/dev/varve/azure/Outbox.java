package dev.varve.azure;

import dev.varve.azure.internal.format.OutboxEntry;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit.ChildStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Carries out what turns have done to other instances, behind their commits: children first, then
 * messages, each on the strand of who gets it, so that one turn's come before the next one's. Doing
 * it again has no further effect.
 */
final class Outbox {
  private final HubParts parts;
  private final Starts starts;
  private final Mail mail;

  Outbox(HubParts parts, Starts starts, Mail mail) {
    this.parts = parts;
    this.starts = starts;
    this.mail = mail;
  }

  /**
   * Carries out entries and removes them from the outbox of their instance.
   *
   * @return the messages that were refused (G13), in order; fails if not all could be carried out
   */
  CompletableFuture<List<Message>> carryOut(String sender, List<Loaded.Outgoing> entries) {
    if (entries.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<CompletableFuture<Optional<Message>>> under = new ArrayList<>();
    for (Loaded.Outgoing outgoing : entries) {
      under.add(
          switch (outgoing.entry()) {
            case OutboxEntry.Child child -> start(sender, outgoing.key(), child.start());
            case OutboxEntry.Mail letter -> deliver(sender, outgoing.key(), letter.message());
          });
    }
    return CompletableFuture.allOf(under.toArray(CompletableFuture[]::new))
        .exceptionallyCompose(failure -> {
          parts.ownership().suspect(sender);
          return CompletableFuture.failedFuture(notCarriedOut(sender, failure));
        })
        .thenCompose(ignored -> parts.strands().submit(sender, () -> remove(sender, entries)))
        .thenApply(ignored -> under.stream().flatMap(result -> result.join().stream()).toList());
  }

  private static StorageException notCarriedOut(String sender, Throwable failure) {
    return new StorageException(
        "a turn of instance '"
            + sender
            + "' was committed, but not all it does to other instances is carried out yet; it is"
            + " tried again",
        failure,
        true);
  }

  private CompletableFuture<Optional<Message>> start(String sender, String key, ChildStart child) {
    return parts
        .strands()
        .submit(child.instance().instanceId(), () -> starts.child(child.instance()))
        .thenCompose(started ->
            started || child.ifTaken().isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : deliver(sender, key, child.ifTaken().get())
                    .thenApply(ignored -> Optional.empty()));
  }

  private CompletableFuture<Optional<Message>> deliver(String sender, String key, Message message) {
    return parts
        .strands()
        .submit(
            message.instanceId(),
            () ->
                mail.deliver(message, sender, key) == SendOutcome.ACCEPTED
                    ? Optional.empty()
                    : Optional.of(message));
  }

  private boolean remove(String sender, List<Loaded.Outgoing> entries) {
    Sweep.delete(
        parts.tables().history(),
        parts.tables().partition(sender),
        entries.stream().map(Loaded.Outgoing::key).toList());
    parts.ownership().settled(sender);
    return true;
  }
}
