package dev.varve.testing.simulation;

import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.Surgery;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The mistakes that the simulation must find, each made between the engine and the store. */
final class PlantedBugs {
  private PlantedBugs() {}

  /** Makes a session wrong. */
  @FunctionalInterface
  private interface Wrong {
    WorkerSession make(WorkerSession session, HubStore hub, SplittableRandom random);
  }

  private static HubStore wrong(HubStore hub, SplittableRandom random, Wrong wrong) {
    return new ForwardingHub(hub) {
      @Override
      public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
        return wrong.make(hub.openSession(descriptor, wakeUp), hub, random);
      }
    };
  }

  private static PlantedBug inStore(Wrong wrong) {
    return new PlantedBug() {
      @Override
      public HubStore inStore(HubStore hub, SplittableRandom random) {
        return wrong(hub, random, wrong);
      }
    };
  }

  private static PlantedBug inEngine(Wrong wrong) {
    return new PlantedBug() {
      @Override
      public HubStore inEngine(HubStore hub, SplittableRandom random) {
        return wrong(hub, random, wrong);
      }
    };
  }

  /**
   * 1: a commit is fenced by its history key alone. After a continue-as-new the old rows are gone,
   * and the key of a zombie's turn is free again.
   */
  static PlantedBug zombieAfterContinueAsNew() {
    return inStore((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
            return session
                .commit(commit)
                .thenApply(outcome ->
                    outcome instanceof Fenced ? Surgery.write(hub, commit, outcome) : outcome);
          }
        });
  }

  /** 2: nobody looks for what the dead have left. */
  static PlantedBug orphansNeverFound() {
    return inStore((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public int recover(int maxInstances) {
            return 0;
          }
        });
  }

  /**
   * 3: a commit whose outcome was unknown is given up when it is asked for again; the instance
   * stays with a session that does not know of it.
   */
  static PlantedBug unknownCommitNeverReloaded() {
    return inEngine((session, hub, random) ->
        new ForwardingSession(session) {
          private final Set<Long> asked = new HashSet<>();

          @Override
          public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
            return asked.add(commit.turn().commitId())
                ? session.commit(commit)
                : CompletableFuture.completedStage(new Fenced("the outcome is unknown"));
          }
        });
  }

  /** 4: memory is short, and an instance is given up while its local activity runs. */
  static PlantedBug releasedWhileActivityRuns() {
    return inEngine((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
            CompletionStage<CommitOutcome> outcome = session.commit(commit);
            if (schedulesLocal(commit) && random.nextInt(10) == 0) {
              var unused = session.release(due(commit.instanceId()));
            }
            return outcome;
          }
        });
  }

  private static Release due(String instanceId) {
    return new Release(instanceId, List.of(), Optional.empty(), true);
  }

  private static boolean schedulesLocal(TurnCommit commit) {
    return commit.turn().decisions().stream()
        .anyMatch(d -> d instanceof TaskScheduled task && task.placement() == Placement.LOCAL);
  }

  /** 5: the result of an instance that is on hold is acknowledged and not kept. */
  static PlantedBug resultLostAtPark() {
    return new PlantedBug() {
      @Override
      public HubStore inStore(HubStore store, SplittableRandom random) {
        return new ForwardingHub(store) {
          @Override
          public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
            boolean result = messages.getFirst().event() instanceof Answer;
            return result
                ? CompletableFuture.completedStage(List.of(SendOutcome.ACCEPTED))
                : hub.send(messages);
          }
        };
      }
    };
  }

  /** 5 as well: an instance is released as if it had no open work, which nobody takes up. */
  static PlantedBug workLostAtRelease() {
    return inEngine((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> release(Release release) {
            return session.release(
                new Release(release.instanceId(), List.of(), release.park(), false));
          }
        });
  }

  /** 6: whoever takes over does not look whether a result lies in the inbox. */
  static PlantedBug resultOverlookedAtTakeOver() {
    return inEngine((session, hub, random) -> new LateAnswers(session));
  }

  /** Answers reach a new owner with the next fetch only. */
  private static final class LateAnswers extends ForwardingSession {
    private final Map<String, List<InboxMessage>> late = new HashMap<>();

    LateAnswers(WorkerSession session) {
      super(session);
    }

    @Override
    public FetchBatch fetch(FetchRequest request) {
      List<FetchBatch.Delivery> delivered = new ArrayList<>();
      late.forEach((id, messages) -> delivered.add(new FetchBatch.Delivery(id, messages)));
      late.clear();
      FetchBatch batch = session.fetch(request);
      delivered.addAll(batch.delivered());
      return new FetchBatch(
          batch.storeTime(),
          batch.claimed().stream().map(this::withoutAnswers).toList(),
          delivered,
          batch.activities(),
          batch.more() || !late.isEmpty(),
          batch.nextDue());
    }

    private ClaimedInstance withoutAnswers(ClaimedInstance claimed) {
      List<InboxMessage> answers = new ArrayList<>(claimed.messages());
      answers.removeIf(message -> !(message.event() instanceof Answer));
      if (answers.isEmpty()) {
        return claimed;
      }
      late.put(claimed.instanceId(), answers);
      List<InboxMessage> others = new ArrayList<>(claimed.messages());
      others.removeAll(answers);
      return new ClaimedInstance(
          claimed.instanceId(),
          claimed.function(),
          claimed.status(),
          claimed.parked(),
          claimed.crashes(),
          claimed.history(),
          claimed.historyComplete(),
          others);
    }
  }

  /** 11: a park does not remember which build failed. */
  static PlantedBug brokenBuildForgotten() {
    return inStore((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> release(Release release) {
            return session.release(
                new Release(
                    release.instanceId(),
                    release.results(),
                    release.park().map(park -> forgetful(park, random)),
                    release.due()));
          }
        });
  }

  private static ParkRecord forgetful(ParkRecord park, SplittableRandom random) {
    return new ParkRecord(park.condition(), park.explanation(), "build-" + random.nextInt());
  }

  /** 13: an owner releases without a look at what has come in meanwhile. */
  static PlantedBug wakeUpLostAtRelease() {
    return inStore((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> release(Release release) {
            CompletionStage<CommitOutcome> outcome = session.release(release);
            Surgery.forgetDue(hub, release.instanceId());
            return outcome;
          }
        });
  }

  /** 14: messages are removed up to the last that was taken, and not by their exact ids. */
  static PlantedBug messagesDeletedByRange() {
    return inStore((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
            commit.consumed().stream()
                .max(Long::compare)
                .ifPresent(last -> Surgery.deleteUpTo(hub, commit.instanceId(), last));
            return session.commit(commit);
          }
        });
  }

  /** 20: what came together is recorded in another order than the code has seen it. */
  static PlantedBug callbacksReordered() {
    return inEngine((session, hub, random) ->
        new ForwardingSession(session) {
          @Override
          public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
            return session.commit(reordered(commit));
          }
        });
  }

  private static TurnCommit reordered(TurnCommit commit) {
    HistoryTurn turn = commit.turn();
    if (turn.inputs().size() < 2 || !turn.inputs().stream().allMatch(Answer.class::isInstance)) {
      return commit;
    }
    List<InputEvent> inputs = new ArrayList<>(turn.inputs());
    Collections.reverse(inputs);
    return new TurnCommit(
        commit.instanceId(),
        commit.executionId(),
        new HistoryTurn(
            turn.sequence(), turn.time(), turn.commitId(), turn.ran(), inputs, turn.decisions()),
        commit.consumed(),
        commit.timers(),
        commit.canceledTimers(),
        commit.activities(),
        commit.canceledActivities(),
        commit.messages(),
        commit.children(),
        commit.status(),
        commit.next());
  }
}
