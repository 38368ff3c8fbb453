package dev.varve.samples.fulfilment;

import dev.varve.samples.fulfilment.Journal.Entry;
import dev.varve.samples.fulfilment.StoreView.Call;
import dev.varve.storage.InstanceRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the run by what the journal and the store say.
 *
 * @param expected every order that was acknowledged, and the version that was current then
 * @param completedBeforeKill calls whose completion was durable when the application was killed
 * @param entriesAtKill how many of the journal's entries were there then
 */
record Verdict(
    Map<String, Integer> expected,
    List<InstanceRow> orders,
    List<Entry> journal,
    Set<Call> completedBeforeKill,
    int entriesAtKill) {

  /** What is wrong; empty if all is as promised. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    Map<String, InstanceRow> found = new HashMap<>();
    orders.forEach(order -> found.put(order.instanceId(), order));
    expected.forEach((id, version) -> checkOrder(id, version, found.get(id), failures));
    reruns().forEach(run -> failures.add(rerun(run)));
    return failures;
  }

  private void checkOrder(
      String id, int version, @Nullable InstanceRow order, List<String> failures) {
    if (order == null) {
      failures.add(id + " was acknowledged and is lost");
      return;
    }
    if (order.completedAt().isEmpty() || order.failure().isPresent()) {
      failures.add(id + " did not complete: " + order.status());
    }
    if (order.function().version() != version) {
      failures.add(id + " started on " + order.function() + ", expected version " + version);
    }
    if (runsOf(id).isEmpty()) {
      failures.add(id + " ran no activity");
    }
    runsOf(id).stream()
        .filter(run -> run.version() != version)
        .forEach(run -> failures.add(id + " is of version " + version + " and ran " + run.code()));
  }

  /** The runs after the kill of what was complete before it. */
  List<Entry> reruns() {
    return journal.stream()
        .skip(entriesAtKill)
        .filter(run -> completedBeforeKill.contains(new Call(run.order(), run.task())))
        .toList();
  }

  private static String rerun(Entry run) {
    return run.code() + " of " + run.order() + " was complete before the kill and ran again";
  }

  private List<Entry> runsOf(String order) {
    return journal.stream().filter(run -> run.order().equals(order)).toList();
  }

  /** How many runs repeat an earlier one, cut off by the kill before its result was durable. */
  long repeats() {
    return journal.size() - journal.stream().map(Entry::idempotencyKey).distinct().count();
  }

  /** Which versions of code the orders of a version ran, with the number of runs. */
  String codeOf(int version) {
    Map<Integer, Integer> runs = new TreeMap<>();
    journal.stream()
        .filter(run -> expected.getOrDefault(run.order(), -1) == version)
        .forEach(run -> runs.merge(run.version(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    runs.forEach((code, count) -> parts.add("v" + code + " (" + count + " activities)"));
    return String.join(", ", parts);
  }
}
