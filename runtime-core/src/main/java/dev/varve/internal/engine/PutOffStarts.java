package dev.varve.internal.engine;

import dev.varve.CurrentVersions;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.VersionSet;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries starts again that were put off and parked, since the configuration of the moment gave them
 * no version set: when that configuration changes. For the one housekeeper.
 */
final class PutOffStarts {
  private static final String REASON = "the current versions changed";
  private static final InstanceQuery PARKED =
      InstanceQuery.ALL
          .withConditions(Set.of(InstanceCondition.UNRESOLVED))
          .withPageSize(InstanceQuery.MAX_PAGE_SIZE);

  private final Core core;
  private final CurrentVersions current;
  private volatile CurrentVersions.@Nullable Snapshot seen;
  private boolean again;

  PutOffStarts(Core core, CurrentVersions current) {
    this.core = core;
    this.current = current;
  }

  /** Compares with the look before; the first one finds a change, of which nobody here knows. */
  void look() {
    CurrentVersions.Snapshot now = current.snapshot();
    boolean changed = !now.equals(seen);
    if (changed || again) {
      retry();
      seen = now;
      again = changed; // one may just be on its way into the park, by what was current before
    }
  }

  private void retry() {
    Optional<String> continuation = Optional.empty();
    do {
      InstancePage page =
          core.hub().query(continuation.map(PARKED::withContinuation).orElse(PARKED));
      ask(page.instances().stream().filter(this::concerns).map(PutOffStarts::retrying).toList());
      continuation = page.continuation();
    } while (continuation.isPresent());
  }

  /** Whether this worker's configuration is one that decides about it. */
  private boolean concerns(InstanceRow row) {
    return row.versionSetId().equals(VersionSet.OPEN.id())
        && row.status() != OrchestrationRuntimeStatus.SUSPENDED
        && core.registry().orchestrators().containsKey(row.function());
  }

  private static Message retrying(InstanceRow row) {
    return Message.to(row.instanceId(), new ExecutionResumed(REASON));
  }

  private void ask(List<Message> messages) {
    if (!messages.isEmpty()) {
      var unused =
          core.hub()
              .send(messages)
              .whenComplete((outcomes, failure) -> {
                if (failure != null) {
                  seen = null;
                }
              });
    }
  }
}
