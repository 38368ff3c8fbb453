package dev.varve.benchmarks;

import java.io.IOException;

/** Where stores that are full already are found. */
interface FullStores {
  /**
   * The address of a store whose hub "default" holds so many instances that have ended, and so many
   * that sleep for a month.
   */
  String address(Subject subject, int finished, int sleeping) throws IOException;
}
