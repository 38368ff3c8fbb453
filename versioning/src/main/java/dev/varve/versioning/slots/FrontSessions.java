package dev.varve.versioning.slots;

import dev.varve.storage.HubStore;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How fronts are known in the control hub: each has a session there that serves nothing. So a front
 * that has died vanishes as a worker does, by the store's clock or the operating system, and
 * nothing is left of it. What it has seen of the slot record is in the session's build; a front
 * that has seen more opens a new session before it closes the old one.
 */
final class FrontSessions {
  private static final String BUILD = "r";

  private FrontSessions() {}

  private static String prefix(String app) {
    return "front " + app + " ";
  }

  /** Opens one that says which revision of a closed record it has answered; 0 for none. */
  static WorkerSession open(HubStore control, String app, String front, long answered) {
    return control.openSession(
        new SessionDescriptor(prefix(app) + front, Set.of(), Set.of(), BUILD + answered, Set.of(1)),
        () -> {});
  }

  /** The live fronts that have not answered a revision. */
  static List<String> waitingFor(HubStore control, String app, long revision) {
    List<SessionDescriptor> fronts =
        control.sessions().stream()
            .map(session -> session.descriptor())
            .filter(session -> session.worker().startsWith(prefix(app)))
            .toList();
    Set<String> answered =
        fronts.stream()
            .filter(
                session -> Long.parseLong(session.build().substring(BUILD.length())) >= revision)
            .map(SessionDescriptor::worker)
            .collect(Collectors.toSet());
    return fronts.stream()
        .map(SessionDescriptor::worker)
        .filter(front -> !answered.contains(front))
        .map(front -> front.substring(prefix(app).length()))
        .distinct()
        .toList();
  }
}
