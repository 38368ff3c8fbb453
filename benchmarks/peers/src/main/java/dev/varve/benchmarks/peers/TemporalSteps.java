package dev.varve.benchmarks.peers;

import io.temporal.activity.ActivityInterface;

/** The one activity of all workloads. */
@ActivityInterface
public interface TemporalSteps {
  String echo(String input);
}
