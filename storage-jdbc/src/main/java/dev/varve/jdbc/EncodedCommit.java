package dev.varve.jdbc;

import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.ChildStart;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit whose events were written as bytes on the caller's thread, so that the one writer does
 * nothing but bind and step.
 *
 * @param next the first turn of the next execution, if there is one
 */
record EncodedCommit(
    TurnCommit commit,
    byte[] turn,
    byte @Nullable [] next,
    List<byte[]> activities,
    List<EncodedMessage> messages,
    List<Child> children,
    byte @Nullable [] failure) {

  /** A child and what to tell the parent if its id is taken. */
  record Child(EncodedStart start, Optional<EncodedMessage> ifTaken) {
    static Child of(ChildStart child) {
      return new Child(EncodedStart.of(child.instance()), child.ifTaken().map(EncodedMessage::of));
    }
  }

  static EncodedCommit of(TurnCommit commit) {
    return new EncodedCommit(
        commit,
        Codec.encode(commit.turn()),
        commit.next().isPresent() ? Codec.encode(commit.next().get().turn()) : null,
        commit.activities().isEmpty()
            ? List.of()
            : commit.activities().stream().map(Codec::encode).toList(),
        EncodedMessage.of(commit.messages()),
        commit.children().isEmpty()
            ? List.of()
            : commit.children().stream().map(Child::of).toList(),
        commit.status().isPresent() ? Codec.encode(commit.status().get().failure()) : null);
  }
}
