package dev.varve.storage;

import dev.varve.FunctionName;
import java.util.Set;

/**
 * What an engine says of itself when it starts.
 *
 * @param worker a name for people: host, process, purpose
 * @param orchestrators the orchestrators it serves
 * @param activities the activities it serves
 * @param build fingerprint of the code it runs; a parked instance is not handed to a build that
 *     failed on it
 * @param historyFormats the history formats it can read
 */
public record SessionDescriptor(
    String worker,
    Set<FunctionName> orchestrators,
    Set<FunctionName> activities,
    String build,
    Set<Integer> historyFormats) {
  public SessionDescriptor {
    orchestrators = Set.copyOf(orchestrators);
    activities = Set.copyOf(activities);
    historyFormats = Set.copyOf(historyFormats);
  }
}
