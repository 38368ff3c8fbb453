package dev.varve.versioning.router;

import dev.varve.storage.Storage;

/**
 * An app that runs in a class loader of its own inside the router's process. Its class is public
 * and has a public constructor without parameters. Thread-safe once it was started.
 */
public interface HostedApp extends AutoCloseable {
  /**
   * Starts it; returns when it takes requests.
   *
   * @param storage that of the host, which closes it
   * @param hub to work on
   */
  void start(Storage storage, String hub) throws Exception;

  /** Answers a request. */
  AppResponse answer(AppRequest request);

  /** Ends all it has started: engines, threads, connections. Also called after a failed start. */
  @Override
  void close();
}
