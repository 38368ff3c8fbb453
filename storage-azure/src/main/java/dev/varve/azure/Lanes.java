package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.azure.internal.format.PartitionHash;
import dev.varve.storage.SessionDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where in the index things wait to be looked at: partitions of the hub's work table. What nobody
 * serves lies in lanes that nobody looks at (G9).
 *
 * @param partitions how many lanes the instances of a function are spread over
 */
record Lanes(int partitions) {
  /** Instances with a message that any session may carry out. */
  static final String MANAGEMENT = "m";

  private static final String INSTANCES = "w-";
  private static final String PARKED = "k-";
  private static final String ACTIVITIES = "a-";

  /** Where an instance waits that nobody owns and no build failed on. */
  String healthy(FunctionName function, String instanceId) {
    return healthy(function, partition(instanceId));
  }

  /** Where an instance belongs among the partitions. */
  int partition(String instanceId) {
    return PartitionHash.of(instanceId, partitions);
  }

  private static String healthy(FunctionName function, int partition) {
    return INSTANCES + function + "-" + String.format(Locale.ROOT, "%02d", partition);
  }

  /** Where one waits that some builds failed on; its wake rows tell which. */
  static String parked(FunctionName function) {
    return PARKED + function;
  }

  static boolean isParked(String lane) {
    return lane.startsWith(PARKED);
  }

  /** Where queued activities wait. */
  static String activities(FunctionName function) {
    return ACTIVITIES + function;
  }

  /** Where an instance waits, by who failed on it. */
  String of(InstanceState state) {
    FunctionName function = state.row.function();
    return state.failedBuilds.isEmpty()
        ? healthy(function, state.row.instanceId())
        : parked(function);
  }

  /** Whether a session looks there. */
  boolean isLookedAt(String lane, SessionDescriptor descriptor) {
    return servedBy(descriptor).contains(lane)
        || descriptor.activities().stream().map(Lanes::activities).anyMatch(lane::equals);
  }

  /** Where a session looks for instances. */
  List<String> servedBy(SessionDescriptor descriptor) {
    List<String> lanes = new ArrayList<>();
    lanes.add(MANAGEMENT);
    for (FunctionName function : descriptor.orchestrators()) {
      for (int partition = 0; partition < partitions; partition++) {
        lanes.add(healthy(function, partition));
      }
      lanes.add(parked(function));
    }
    return lanes;
  }
}
