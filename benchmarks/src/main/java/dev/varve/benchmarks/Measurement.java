package dev.varve.benchmarks;

import java.util.List;

/** Measures one workload once. */
interface Measurement {
  /** Warms up, measures, and returns what came out. */
  List<Figure> measure() throws Exception;
}
