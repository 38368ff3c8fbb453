package dev.varve.versioning.rehearsal;

import dev.varve.FunctionName;
import dev.varve.history.HistoryFormatException;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.engine.OpenWork;
import dev.varve.internal.replay.Divergence;
import dev.varve.internal.replay.HistoryReplay;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.versioning.export.RecordedInstance;
import dev.varve.versioning.export.RecordedInstance.Inbox;
import dev.varve.versioning.rehearsal.Verdict.CannotTell;
import dev.varve.versioning.rehearsal.Verdict.Diverges;
import dev.varve.versioning.rehearsal.Verdict.Fits;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where one instance after the other is replayed. For one thread. */
final class Stage implements AutoCloseable {
  private static final int FRAMES = 8;

  private final Build build;
  private final Set<FunctionName> elsewhere;
  private final Duration timeLimit;
  private ExecutorService thread = newThread();
  private int lost;

  Stage(Build build, Set<FunctionName> elsewhere, Duration timeLimit) {
    this.build = build;
    this.elsewhere = Set.copyOf(elsewhere);
    this.timeLimit = timeLimit;
  }

  private static ExecutorService newThread() {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  }

  Verdict verdict(RecordedInstance instance) {
    OrchestratorCode code = build.registry().orchestrators().get(instance.function());
    if (code == null) {
      return PendingValues.notServed(instance.function(), "the orchestrator of the instance");
    }
    HistoryReplay replay =
        new HistoryReplay(instance.instanceId(), code, build.converter(), orchestratorThreads());
    Recording recording = new Recording(instance.history());
    Future<Verdict> verdict = thread.submit(() -> verdict(instance, recording, code, replay));
    try {
      return verdict.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return abandoned(replay, recording);
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return abandoned(replay, recording);
    }
  }

  /** Code that never leaves a carrier thread would take it from all virtual threads. */
  private ThreadFactory orchestratorThreads() {
    return lost == 0
        ? Thread.ofVirtual().factory()
        : Thread.ofPlatform().daemon().name("varve-rehearsal").factory();
  }

  private Verdict verdict(
      RecordedInstance instance, Recording recording, OrchestratorCode code, HistoryReplay replay) {
    try (replay) {
      Inbox inbox = instance.inbox().get();
      return switch (replay.over(recording)) {
        case Progress.Diverged diverged -> diverges(diverged.divergence());
        case Progress.Waiting waiting ->
            pending(instance.redacted(), inbox, recording, code, replay);
        case Progress.Finished finished -> new Fits();
        case Progress.Continued continued -> new Fits();
        case Progress.Unresolved unresolved -> new CannotTell(unresolved.explanation());
        case Progress.Unreadable unreadable -> PendingValues.unreadable(code, unreadable);
        case Progress.Interrupted interrupted -> new CannotTell(interrupted.why());
      };
    }
  }

  private static Verdict diverges(Divergence divergence) {
    return new Diverges(
        divergence.position(), divergence.recorded(), divergence.actual(), divergence.message());
  }

  private Verdict pending(
      boolean redacted,
      Inbox inbox,
      Recording recording,
      OrchestratorCode code,
      HistoryReplay replay) {
    ExecutionStarted started = recording.started;
    if (started == null) {
      return new CannotTell("the history is empty");
    }
    PendingValues pending = new PendingValues(build, redacted);
    if (!recording.ran) {
      pending.start(code, started);
    }
    pending.activities(recording.open.activities(), inbox, elsewhere);
    pending.inbox(inbox, replay.awaited(inbox.events()));
    return pending.verdict();
  }

  private static Verdict failed(@Nullable Throwable cause) {
    if (cause instanceof HistoryFormatException e) {
      return new CannotTell(String.valueOf(e.getMessage()));
    }
    if (cause instanceof RuntimeException e) {
      return new CannotTell("the replay failed: " + e);
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new CannotTell("the replay failed: " + cause);
  }

  /** Leaves the code where it is; only it could end its thread. */
  private Verdict abandoned(HistoryReplay replay, Recording recording) {
    lost++;
    recording.end();
    StringBuilder stack = new StringBuilder();
    StackTraceElement[] frames = replay.thread().getStackTrace();
    for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
      stack.append("\n  at ").append(frames[i]);
    }
    replay.thread().interrupt();
    thread.shutdownNow();
    thread = newThread();
    return new CannotTell(
        "the replay did not end within "
            + timeLimit
            + "; orchestrators must not block or loop. It was at:"
            + stack);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** The history on its way to the replay, and what can be learned from it on the way. */
  private static final class Recording implements Iterator<List<HistoryTurn>> {
    private final Iterator<List<HistoryTurn>> parts;
    private final OpenWork open = new OpenWork();
    private @Nullable ExecutionStarted started;
    private boolean ran;

    /** Held while parts are read, so that nobody reads them any more once it was ended. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean ended;

    Recording(Iterator<List<HistoryTurn>> parts) {
      this.parts = parts;
    }

    void end() {
      lock.lock();
      try {
        ended = true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean hasNext() {
      lock.lock();
      try {
        return !ended && parts.hasNext();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public List<HistoryTurn> next() {
      lock.lock();
      try {
        List<HistoryTurn> part = ended ? List.of() : parts.next();
        part.forEach(this::note);
        return part;
      } finally {
        lock.unlock();
      }
    }

    private void note(HistoryTurn turn) {
      open.apply(turn);
      ran |= turn.ran();
      for (InputEvent input : turn.inputs()) {
        if (input instanceof ExecutionStarted first) {
          started = first;
        }
      }
    }
  }
}
