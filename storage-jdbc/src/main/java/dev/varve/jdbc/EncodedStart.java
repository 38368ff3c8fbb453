package dev.varve.jdbc;

import dev.varve.history.HistoryTurn;
import dev.varve.storage.NewInstance;
import java.util.List;

/** An instance to start whose first turn was written as bytes on the caller's thread. */
record EncodedStart(NewInstance instance, byte[] turn) {
  static EncodedStart of(NewInstance instance) {
    HistoryTurn first =
        new HistoryTurn(
            1, instance.at(), instance.commitId(), false, List.of(instance.started()), List.of());
    return new EncodedStart(instance, Codec.encode(first));
  }
}
