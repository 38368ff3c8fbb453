package dev.varve.testing.versioning;

import dev.varve.ActivityContext;
import dev.varve.FunctionName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which activities really ran, in which version, told by their code. Thread-safe. */
final class Journal {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /**
   * One run of an activity.
   *
   * @param version the version of the code that ran, as the code itself has it
   * @param asked the function the engine meant to run
   */
  record Entry(String instanceId, String base, int version, FunctionName asked, String input) {}

  /** Notes a run. */
  void note(String base, int version, ActivityContext context, String input) {
    entries.add(new Entry(context.instanceId(), base, version, context.function(), input));
  }

  /** All runs of an instance in order. */
  List<Entry> of(String instanceId) {
    return entries.stream().filter(entry -> entry.instanceId().equals(instanceId)).toList();
  }

  /** How often an activity ran for an instance, in whatever version. */
  long runs(String instanceId, String base) {
    return of(instanceId).stream().filter(entry -> entry.base().equals(base)).count();
  }
}
