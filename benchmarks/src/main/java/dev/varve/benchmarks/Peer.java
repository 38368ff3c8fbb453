package dev.varve.benchmarks;

/**
 * Another engine that is measured beside Varve. Implementations are found by {@link
 * java.util.ServiceLoader}; their libraries are no part of the usual build.
 */
public interface Peer {
  /** The name by which the command line chooses it. */
  String id();

  /** Which version of it is measured, and with which settings that are not its defaults. */
  String description();

  /**
   * Starts it on an empty store.
   *
   * @throws Unavailable if it cannot run here
   */
  Engine start(PeerSite site) throws Exception;
}
