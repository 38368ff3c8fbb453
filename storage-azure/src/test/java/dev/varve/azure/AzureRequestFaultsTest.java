package dev.varve.azure;

import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Faults;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.faults.Fault;
import dev.varve.testing.faults.FaultyCalls;
import dev.varve.testing.faults.InnerFaultSweep;
import dev.varve.testing.faults.StoreUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A request that is refused, or whose answer is lost, or at which the process dies, at each place.
 * Requests are not repeated here, so that each fault is seen above the gateway.
 */
final class AzureRequestFaultsTest extends InnerFaultSweep {
  /** Every request in all scenarios takes half an hour; that is asked for by this property. */
  private static final boolean ALL = Boolean.getBoolean("varve.sweep.all");

  @Override
  protected List<String> scenarios() {
    return ALL ? List.of() : List.of("child", "continue as new", "work of another worker");
  }

  @Override
  protected int stride() {
    return ALL ? 1 : 5;
  }

  @Override
  protected StoreUnderTest store(InstantSource clock, Fault fault, int at, FaultyCalls calls) {
    return new OneRun(clock, fault, at, calls);
  }

  /** The tables of one run; a crash gives nothing back. */
  private static final class OneRun implements StoreUnderTest {
    private static final String SERVER = AzureServer.shared().connectionString();

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Faults faults = Faults.ofRequests();
    private final InstantSource clock;
    private final Account account;
    private Storage storage;

    OneRun(InstantSource clock, Fault fault, int at, FaultyCalls calls) {
      this.clock = clock;
      this.account =
          AzureFixture.ownTables(
              StorageAccount.of(
                  new AccountAccess.ByConnectionString(SERVER), Duration.ZERO, List.of(faults)));
      this.storage = AzureFixture.open(account, clock, LEASE);
      storage.hub("sweep");
      faults.reset();
      if (at > 0) {
        arm(fault, at, calls);
      }
    }

    private void arm(Fault fault, int at, FaultyCalls calls) {
      switch (fault) {
        case NONE -> {}
        case BEFORE -> faults.at(at, struck(calls, false, at, dev.varve.azure.server.Fault.busy()));
        case AFTER ->
            faults.at(at, struck(calls, false, at, dev.varve.azure.server.Fault.afterSending()));
        case CRASH -> faults.from(at, struck(calls, true, at, dev.varve.azure.server.Fault.busy()));
      }
    }

    private static dev.varve.azure.server.Fault struck(
        FaultyCalls calls, boolean dies, int at, dev.varve.azure.server.Fault fault) {
      return (context, send) -> {
        if (calls.isOver()) {
          return send.get();
        }
        String what = "request " + at + ", " + context.getHttpRequest().getHttpMethod();
        if (dies) {
          calls.dieInside(what);
        } else {
          calls.struckInside(what);
        }
        return fault.strike(context, send);
      };
    }

    @Override
    public Storage storage() {
      return storage;
    }

    @Override
    public void crash(List<WorkerSession> sessions) {
      faults.reset();
      storage.close();
      storage = AzureFixture.open(account, clock, LEASE);
    }

    @Override
    public void close() {
      faults.reset();
      storage.close();
    }
  }
}
