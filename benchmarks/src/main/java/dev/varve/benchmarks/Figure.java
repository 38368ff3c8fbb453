package dev.varve.benchmarks;

/**
 * One number of one run.
 *
 * @param workload a workload's id, or {@code limit}
 * @param sizes how much was measured, after how much warm-up
 */
record Figure(
    String workload, Subject subject, String metric, String unit, double value, String sizes) {}
