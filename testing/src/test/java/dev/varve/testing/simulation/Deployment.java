package dev.varve.testing.simulation;

import dev.varve.ActivityContext;
import dev.varve.OrchestrationContext;
import dev.varve.TypeRef;
import dev.varve.VarveBuilder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What a worker runs.
 *
 * @param versions the versions it serves, of programs and activities alike
 * @param far whether it has the activity that few have
 * @param broken whether its programs decide otherwise when they are replayed
 * @param residents how many instances it keeps in memory
 * @param activities how many activities it runs at once
 */
record Deployment(
    List<Integer> versions, boolean far, boolean broken, int residents, int activities) {
  private static final TypeRef<List<Integer>> INTEGERS = new TypeRef<>() {};

  /** Sees which code runs where. */
  interface Observer {
    void orchestrates(OrchestrationContext context, int version);

    void runs(ActivityContext context);
  }

  Deployment {
    versions = List.copyOf(versions);
  }

  static Deployment random(SplittableRandom random) {
    TreeSet<Integer> versions = new TreeSet<>();
    for (int version = 1; version <= Plan.VERSIONS; version++) {
      if (random.nextInt(3) > 0) {
        versions.add(version);
      }
    }
    return new Deployment(
        List.copyOf(versions),
        random.nextInt(3) == 0,
        false,
        random.nextBoolean() ? 100 : random.nextInt(2, 6),
        random.nextBoolean() ? 100 : random.nextInt(1, 5));
  }

  /** Serves everything. */
  static Deployment whole() {
    return new Deployment(List.of(1, 2, 3), true, false, 100, 100);
  }

  Deployment whenBroken() {
    return new Deployment(versions, far, true, residents, activities);
  }

  String build() {
    return (broken ? "broken" : "good") + versions;
  }

  VarveBuilder register(VarveBuilder builder, Observer observer) {
    for (int version : versions) {
      register(builder, observer, version);
    }
    if (far) {
      builder.activity(
          "Far_v1", Long.class, (context, value) -> returned(observer, context, value));
    }
    return builder
        .buildId(build())
        .maxResidentInstances(residents)
        .maxConcurrentActivities(activities);
  }

  private void register(VarveBuilder builder, Observer observer, int version) {
    builder
        .orchestrator(
            "Program_v" + version,
            State.class,
            (context, state) -> {
              observer.orchestrates(context, version);
              if (broken && context.isReplaying()) {
                context.callActivity("Work", -1);
              }
              return Program.run(context, version, state);
            })
        .activity(
            "Work_v" + version, Long.class, (context, value) -> returned(observer, context, value))
        .activity(
            "Flaky_v" + version,
            INTEGERS,
            (context, input) -> {
              observer.runs(context);
              if (context.attempt() <= input.getLast()) {
                throw new IllegalStateException("attempt " + context.attempt() + " fails");
              }
              return (long) input.getFirst();
            })
        .activity(
            "Boom_v" + version,
            Long.class,
            (context, value) -> {
              observer.runs(context);
              throw new IllegalStateException("boom");
            });
  }

  private static Long returned(Observer observer, ActivityContext context, Long value) {
    observer.runs(context);
    return value;
  }
}
