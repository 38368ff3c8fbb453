package dev.varve.internal.engine;

import dev.varve.CurrentVersions;
import dev.varve.DataConverter;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StorageCapabilities;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Nobody but the store: opens no session, so it claims nothing, and no worker counts it. What is
 * known is what the live workers of the hub serve. Thread-safe.
 */
public final class StoreHost implements ClientHost {
  private static final Registry NOTHING = new Registry(Map.of(), Map.of());

  private final Core core;
  private final FunctionBoard board;
  private final Resolver resolver;

  public StoreHost(
      HubStore hub,
      StorageCapabilities capabilities,
      CurrentVersions currentVersions,
      DataConverter converter,
      EngineSettings settings,
      Ports ports) {
    StoreTime time = new StoreTime(ports.clock(), hub.now());
    this.core = new Core(hub, capabilities, NOTHING, converter, ports, settings, time);
    this.board = new FunctionBoard(hub, NOTHING.known(), ports);
    VersionLedger ledger = new VersionLedger(hub.records(), settings.worker());
    this.resolver = new Resolver(NOTHING, currentVersions, board, ledger);
  }

  @Override
  public Core core() {
    return core;
  }

  /** Asked anew each time: no renewals come by from which a clock here could be corrected. */
  @Override
  public Instant now() {
    return core.hub().now();
  }

  @Override
  public Resolver resolver() {
    return resolver;
  }

  @Override
  public KnownFunctions known() {
    return board.known();
  }

  @Override
  public CompletableFuture<StartOutcome> start(NewInstance instance, boolean atOnce) {
    return core.hub().start(List.of(instance)).thenApply(List::getFirst).toCompletableFuture();
  }

  @Override
  public boolean isResident(String instanceId) {
    return false;
  }

  @Override
  public void onGone(Consumer<String> listener) {
    // Nothing is held here, so nothing goes.
  }
}
