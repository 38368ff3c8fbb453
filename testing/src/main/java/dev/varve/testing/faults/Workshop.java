package dev.varve.testing.faults;

import dev.varve.ActivityContext;
import dev.varve.VarveBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The activities of the scenarios. Counts how often each attempt ran. */
final class Workshop {
  private static final int LAST_ATTEMPT = 3;

  private final Map<String, Integer> runs = new TreeMap<>();

  private volatile boolean mended;

  /** Whether code that asks fails: it does until somebody outside has mended the cause. */
  boolean isMended() {
    return mended;
  }

  void mend() {
    mended = true;
  }

  VarveBuilder register(VarveBuilder builder) {
    return builder
        .activity("Echo_v1", String.class, (context, input) -> ran(context, input + "!"))
        .activity("Flaky_v1", String.class, this::flaky)
        .activity("Boom_v1", String.class, this::boom);
  }

  VarveBuilder registerFar(VarveBuilder builder) {
    return builder.activity("Far_v1", String.class, (context, input) -> ran(context, input + "?"));
  }

  private String flaky(ActivityContext context, String input) {
    ran(context, input);
    if (context.attempt() < LAST_ATTEMPT) {
      throw new IllegalStateException("attempt " + context.attempt() + " fails");
    }
    return input + " at last";
  }

  private String boom(ActivityContext context, String input) {
    ran(context, input);
    throw new IllegalStateException("boom");
  }

  private String ran(ActivityContext context, String result) {
    runs.merge(context.idempotencyKey() + "#" + context.attempt(), 1, Integer::sum);
    return result;
  }

  /** How often each attempt of each activity ran. */
  Map<String, Integer> runs() {
    return runs;
  }
}
