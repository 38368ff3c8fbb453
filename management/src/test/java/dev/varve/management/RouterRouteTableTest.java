package dev.varve.management;

import dev.varve.management.router.RouterFront;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.testing.router.FakeAppHost;
import dev.varve.versioning.router.Router;
import java.util.function.UnaryOperator;

/** The table of the routes of a router. */
class RouterRouteTableTest extends RouteTable {
  @Override
  TestApi open(UnaryOperator<ManagementApi.Builder> settings) {
    Storage storage = new InMemoryStorage();
    Router router = Router.builder(storage, "router", FakeAppHost.on(storage)).start();
    return TestApi.of(storage, RouterFront.of(router, storage), router, settings);
  }
}
