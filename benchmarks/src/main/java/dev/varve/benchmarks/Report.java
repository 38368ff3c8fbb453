package dev.varve.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one call of the command has measured. Ratios are made within one report only: figures of
 * two are not comparable, since machines are noisy.
 *
 * @param run identifies this call
 * @param facts the machine and the settings
 */
record Report(String run, Map<String, String> facts, List<Row> rows, List<String> skipped) {
  /** The row of this name, if this run has measured it. */
  Optional<Row> find(String workload, String engine, String metric) {
    return rows.stream()
        .filter(row ->
            row.workload().equals(workload)
                && row.engine().equals(engine)
                && row.metric().equals(metric))
        .findFirst();
  }
}
