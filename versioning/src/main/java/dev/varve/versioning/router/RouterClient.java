package dev.varve.versioning.router;

import dev.varve.Names;
import dev.varve.VarveClient;
import dev.varve.storage.HubStore;
import java.time.Duration;

/**
 * Deploys and removes apps, from any process that reaches the router's hub. The work is done by the
 * router, so one must run; what is begun goes on also if whoever asked is gone. Thread-safe.
 */
public final class RouterClient {
  private final LifeCalls calls;
  private final HubStore hub;

  private RouterClient(LifeCalls calls, HubStore hub) {
    this.calls = calls;
    this.hub = hub;
  }

  /**
   * A client of a router.
   *
   * @param client of the router's hub
   * @param hub the router's hub
   */
  public static RouterClient of(VarveClient client, HubStore hub) {
    return new RouterClient(new LifeCalls(client), hub);
  }

  /** The routing table, read from the store; needs no running router. */
  public RoutingTable apps() {
    return RoutingTable.of(hub);
  }

  /**
   * Deploys a build: creates the app of its key, or puts another patch in its place, which starts
   * before the one it replaces ends.
   *
   * @throws dev.varve.WaitTimeoutException if that takes longer; it goes on
   * @throws dev.varve.UnknownFunctionException if no router runs on the hub; nothing is changed
   */
  public AppChange deploy(Deployment deployment, Duration timeout) {
    return calls.deploy(deployment, timeout);
  }

  /**
   * Removes the app of a key if it is not current and has nothing to do; no grace time is asked
   * for. Its hub stays, with all results.
   *
   * @param who the person or program, for the audit log; 1 to 200 characters
   * @param why for the audit log; 1 to 1000 characters
   * @throws dev.varve.WaitTimeoutException if that takes longer; it goes on
   * @throws dev.varve.UnknownFunctionException if no router runs on the hub; nothing is changed
   */
  public AppChange remove(AppKey key, String who, String why, Duration timeout) {
    Names.requireText("name of who removes", who, 200);
    Names.requireText("reason why", why, 1000);
    return calls.remove(key, who, why, timeout);
  }
}
