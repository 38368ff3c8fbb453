package dev.varve.testing.simulation;

import dev.varve.ActivityContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** How often each attempt of each activity ran, and which of their results are durable. */
final class Executions {
  private final World world;
  private final Map<String, Integer> runs = new HashMap<>();
  private final Map<String, Long> durable = new HashMap<>();
  private final Set<String> excused = new HashSet<>();
  private int total;

  Executions(World world) {
    this.world = world;
  }

  static String key(String executionId, int taskId) {
    return executionId + ":" + taskId;
  }

  /**
   * An activity runs. One that was begun before its result came another way, as from a former
   * owner, may end.
   *
   * @param began when it was begun
   * @param holds whether the process it runs in holds its instance
   */
  void ran(String process, ActivityContext context, long began, BooleanSupplier holds) {
    String key = key(context.executionId(), context.taskId());
    world.note(process + " runs " + context.function() + " " + context.instanceId() + " " + key);
    total++;
    runs.merge(key, 1, Integer::sum);
    if (durable.getOrDefault(key, Long.MAX_VALUE) < began && holds.getAsBoolean()) {
      world.fail(
          Invariant.I4,
          context.function()
              + " of '"
              + context.instanceId()
              + "' runs again after its result was acknowledged as durable");
    }
  }

  int runs(String executionId, int taskId) {
    return runs.getOrDefault(key(executionId, taskId), 0);
  }

  int total() {
    return total;
  }

  void durable(String executionId, int taskId) {
    durable(key(executionId, taskId));
  }

  void durable(String key) {
    durable.putIfAbsent(key, world.nanos());
  }

  /** Activities of this instance may run twice: its owner was lost, or gave up waiting for them. */
  void excuse(String instanceId) {
    excused.add(instanceId);
  }

  boolean isExcused(String instanceId) {
    return excused.contains(instanceId);
  }
}
