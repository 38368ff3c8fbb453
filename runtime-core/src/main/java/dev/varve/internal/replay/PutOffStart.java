package dev.varve.internal.replay;

import dev.varve.DataConverter;
import dev.varve.Orchestrator;
import dev.varve.Payload;
import dev.varve.VersionChoice;
import dev.varve.VersionSet;
import dev.varve.history.InputEvent.ExecutionStarted;
import java.lang.reflect.Type;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The execution of an instance whose start was put off until a worker came that can run it. It goes
 * on as new at once, in its own version, with the version set of that moment and all that it was
 * told; the user's code runs in the execution behind it.
 */
public final class PutOffStart {
  private static final Orchestrator<Payload, Payload> CODE =
      (context, input) -> {
        context.continueAsNew(input, VersionChoice.exactly(context.function().version()));
        return Payload.NULL; // ignored
      };

  private PutOffStart() {}

  /** Whether an execution is one. */
  public static boolean is(ExecutionStarted started) {
    return started.versionSetId().equals(VersionSet.OPEN.id());
  }

  /** The execution. */
  public static Execution execution(
      String instanceId, ExecutionStarted started, LiveDecisions live, ThreadFactory threads) {
    OrchestratorCode code = new OrchestratorCode(started.function(), () -> CODE, Payload.class);
    return new Execution(instanceId, code, AsItIs.INSTANCE, live, threads);
  }

  /** The input is passed on, and nobody looks into it. */
  private enum AsItIs implements DataConverter {
    INSTANCE;

    @Override
    public Payload toPayload(@Nullable Object value) {
      return value instanceof Payload payload ? payload : Payload.NULL;
    }

    @Override
    public Object fromPayload(Payload payload, Type type) {
      return payload;
    }
  }
}
