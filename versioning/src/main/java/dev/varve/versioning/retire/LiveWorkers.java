package dev.varve.versioning.retire;

import dev.varve.FunctionKind;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import dev.varve.versioning.lock.FunctionKey;
import java.util.List;

/**
 * What the live workers of a hub serve.
 *
 * @param known all of it together
 */
record LiveWorkers(List<SessionRow> sessions, KnownFunctions known) {
  static LiveWorkers of(HubStore hub) {
    List<SessionRow> sessions = hub.sessions();
    return new LiveWorkers(List.copyOf(sessions), KnownFunctions.servedBy(sessions));
  }

  boolean serve(FunctionKey key) {
    return known.contains(key.kind(), key.name());
  }

  /** The names of the workers that serve it, in order. */
  List<String> serving(FunctionKey key) {
    return sessions.stream()
        .map(SessionRow::descriptor)
        .filter(worker ->
            (key.kind() == FunctionKind.ORCHESTRATOR ? worker.orchestrators() : worker.activities())
                .contains(key.name()))
        .map(SessionDescriptor::worker)
        .sorted()
        .toList();
  }
}
