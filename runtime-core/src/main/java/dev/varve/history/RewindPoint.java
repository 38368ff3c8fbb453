package dev.varve.history;

import java.util.List;

/**
 * Where a rewind of a failed execution cuts its history. It lies between two steps of the code: the
 * inputs and decisions in front of it stay, the code runs anew from there on.
 *
 * @param failed the numbers of the decisions whose failures ended the execution, or that had failed
 *     without its code having learned of it; empty if it failed by itself
 * @param inputs how many inputs of the execution lie in front of it
 * @param decisions how many decisions of the execution lie in front of it
 */
public record RewindPoint(List<Integer> failed, int inputs, int decisions) {
  public RewindPoint {
    failed = List.copyOf(failed);
  }
}
