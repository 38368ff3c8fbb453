package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.TurnCommit.ChildStart;
import dev.varve.storage.TurnCommit.NextExecution;
import dev.varve.storage.TurnCommit.StatusChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out commits and releases. Guarded by the hub's lock. */
final class MemoryCommits {
  private final MemoryTables tables;
  private final MemoryMail mail;
  private final long now;

  MemoryCommits(MemoryTables tables) {
    this.tables = tables;
    mail = new MemoryMail(tables);
    now = tables.clock.now();
  }

  CommitOutcome commit(MemorySession session, TurnCommit commit) {
    MemoryInstance instance = tables.instances.find(commit.instanceId());
    if (instance != null && instance.hasRecorded(commit.turn())) {
      return committed(List.of());
    }
    Optional<Fenced> fenced = fence(session, commit.instanceId(), instance);
    if (fenced.isPresent() || instance == null) {
      return fenced.orElseThrow();
    }
    if (!followsOn(instance, commit)) {
      return new Fenced(
          "turn %d does not follow turn %d of instance '%s'"
              .formatted(
                  commit.turn().sequence(), instance.lastTurn().sequence(), commit.instanceId()));
    }
    return committed(apply(session, instance, commit));
  }

  CommitOutcome release(MemorySession session, Release release) {
    MemoryInstance instance = tables.instances.find(release.instanceId());
    Optional<Fenced> fenced = fence(session, release.instanceId(), instance);
    if (fenced.isPresent() || instance == null) {
      return fenced.orElseThrow();
    }
    release.results().forEach(result -> mail.giveBack(instance, result));
    release
        .park()
        .ifPresent(park -> {
          tables.instances.counts.remove(instance);
          tables.dispatch.park(instance, park);
          instance.lastUpdatedAt = now;
          tables.instances.counts.add(instance);
        });
    if (release.park().isEmpty() && !release.due()) {
      instance.crashes = 0;
    }
    // A parked one is due at once for every build that has not failed on it.
    tables.dispatch.giveUp(instance, release.due() || release.park().isPresent());
    return committed(List.of());
  }

  private Committed committed(List<Message> dropped) {
    return new Committed(MemoryClock.instant(now), dropped);
  }

  private static Optional<Fenced> fence(
      MemorySession session, String instanceId, @Nullable MemoryInstance instance) {
    if (!session.live) {
      return Optional.of(new Fenced("session " + session.id() + " is over"));
    }
    if (instance == null || instance.owner != session) {
      return Optional.of(
          new Fenced("session %d does not own instance '%s'".formatted(session.id(), instanceId)));
    }
    return Optional.empty();
  }

  private static boolean followsOn(MemoryInstance instance, TurnCommit commit) {
    long expected = instance.lastTurn().sequence() + 1;
    return commit.executionId().map(instance.executionId::equals).orElse(true)
        && commit.turn().sequence() == expected
        && commit.next().map(next -> next.turn().sequence() == expected + 1).orElse(true);
  }

  /** Carries it out and returns the messages that nobody could take. */
  private List<Message> apply(MemorySession session, MemoryInstance instance, TurnCommit commit) {
    instance.crashes = 0;
    instance.inbox.consume(commit.consumed());
    commit.canceledTimers().forEach(instance.inbox::cancelTimer);
    commit.canceledActivities().forEach(id -> tables.activities.cancel(instance, id));
    instance.append(commit.turn());
    if (commit.resumes()) {
      tables.dispatch.forgetFailedBuilds(instance);
    }
    changeRow(instance, commit);
    if (instance.status.isFinished()) {
      finish(instance);
    } else if (commit.next().isPresent()) {
      giveToAnother(session, instance);
    } else {
      commit.timers().forEach(timer -> mail.setTimer(instance, timer));
      commit.activities().forEach(task -> tables.activities.add(tables.nextId(), instance, task));
    }
    commit.children().forEach(this::startChild);
    List<Message> dropped =
        commit.messages().stream()
            .filter(message -> mail.send(message) != SendOutcome.ACCEPTED)
            .toList();
    tables.dispatch.schedule(instance);
    return dropped;
  }

  private void changeRow(MemoryInstance instance, TurnCommit commit) {
    HistoryTurn turn = commit.turn();
    boolean unparks = turn.ran() && instance.park != null;
    if (turn.ran()) {
      instance.notBefore = InboxRow.FIRST;
    }
    if (!unparks && commit.status().isEmpty() && commit.next().isEmpty()) {
      return;
    }
    tables.instances.counts.remove(instance);
    commit.status().ifPresent(change -> changeStatus(instance, change));
    if (unparks || instance.status.isFinished()) {
      tables.dispatch.unpark(instance);
    }
    commit.next().ifPresent(next -> changeExecution(instance, next));
    instance.lastUpdatedAt = now;
    tables.instances.counts.add(instance);
  }

  private void changeStatus(MemoryInstance instance, StatusChange change) {
    OrchestrationRuntimeStatus before = instance.status;
    instance.status = change.status();
    instance.customStatus = change.customStatus();
    instance.output = change.output();
    instance.failure = change.failure().orElse(null);
    if (before != instance.status) {
      tables.notices.changed(instance.id, instance.status);
    }
  }

  private void changeExecution(MemoryInstance instance, NextExecution next) {
    instance.function = next.function();
    instance.executionId = next.started().executionId();
    instance.versionSetId = next.started().versionSetId();
    instance.replaceHistory(List.of(next.turn()));
    instance.inbox.keepFor(instance.executionId);
    tables.activities.removeAllOf(instance);
  }

  private void finish(MemoryInstance instance) {
    tables.dispatch.disown(instance);
    if (instance.status == OrchestrationRuntimeStatus.FAILED) {
      instance.inbox.keepEvents();
    } else {
      instance.inbox.clear();
    }
    tables.activities.removeAllOf(instance);
    instance.completedAt = now;
    tables.instances.finished(instance.status).add(instance);
  }

  /** A next execution that this session does not serve is for others, at once. */
  private void giveToAnother(MemorySession session, MemoryInstance instance) {
    if (!session.runs(instance)) {
      tables.dispatch.giveUp(instance, true);
    }
  }

  private void startChild(ChildStart child) {
    if (tables.instances.find(child.instance().instanceId()) != null) {
      child.ifTaken().ifPresent(mail::send);
    } else {
      new MemoryStarts(tables).create(child.instance());
    }
  }
}
