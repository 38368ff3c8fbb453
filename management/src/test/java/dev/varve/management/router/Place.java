package dev.varve.management.router;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.management.ManagementApi;
import dev.varve.management.ManagementServer;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.AppHost;
import dev.varve.versioning.router.Router;
import dev.varve.versioning.router.RouterBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A router with its front on a port, in this process; its apps are processes of their own. */
final class Place implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(40);

  final Storage storage;
  final Router router;
  final ManagementServer server;
  final HttpCaller caller;

  private Place(Storage storage, Router router) {
    this.storage = storage;
    this.router = router;
    this.server = serve(router, storage, settings -> settings);
    this.caller = new HttpCaller(server.port());
  }

  static Place of(Path directory, AppHost host, UnaryOperator<RouterBuilder> settings) {
    return of(directory, storage -> host, settings);
  }

  static Place of(
      Path directory, Function<Storage, AppHost> host, UnaryOperator<RouterBuilder> settings) {
    Storage storage = SqliteStorage.at(directory.resolve("store.db"));
    return new Place(
        storage,
        settings
            .apply(Router.builder(storage, "router", host.apply(storage)))
            .lookEvery(Duration.ofHours(1))
            .start());
  }

  static ManagementServer serve(
      Router router, Storage storage, UnaryOperator<ManagementApi.Builder> settings) {
    return ManagementServer.builder(
            settings
                .apply(
                    ManagementApi.builder()
                        .routes(RouterFront.of(router, storage))
                        .rate(1_000_000, 1_000_000))
                .build())
        .start();
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + LONGEST + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  @Override
  public void close() {
    server.close();
    router.close();
    storage.close();
  }
}
