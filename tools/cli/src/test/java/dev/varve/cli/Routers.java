package dev.varve.cli;

import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.storage.Storage;
import dev.varve.testing.router.FakeApp;
import dev.varve.testing.router.FakeAppHost;
import dev.varve.versioning.router.AppRequest;
import dev.varve.versioning.router.AppResponse;
import dev.varve.versioning.router.Router;

/** Routers for the commands to talk to. */
final class Routers {
  private Routers() {}

  /** One with three builds of orders. */
  static Router start(Storage storage, String hub) {
    return Router.builder(storage, hub, host(storage)).start();
  }

  static FakeAppHost host(Storage storage) {
    return FakeAppHost.on(storage)
        .build("orders", "1.0.0", new Orders())
        .build("orders", "1.0.1", new Orders())
        .build("orders", "1.1.0", new Orders());
  }

  private static final class Orders implements FakeApp {
    @Override
    public void register(VarveBuilder builder) {
      builder.orchestrator("Order", String.class, (context, item) -> item);
    }

    @Override
    public AppResponse answer(VarveClient client, AppRequest request) {
      return AppResponse.of(200, request.path());
    }
  }
}
