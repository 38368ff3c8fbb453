package dev.varve.samples.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.OrchestrationContext;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.management.ApiResponse;
import dev.varve.management.ManagementApi;
import dev.varve.management.ManagementServer;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.management.RouteSet;
import dev.varve.management.hub.HubRoutes;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * The app, with plain names and no versions in them: 1.1 has another first step, which would break
 * every order in flight of 1.0. Each process runs one build, on the hub that the router gave it.
 */
public final class ShopApp {
  static final String DIRECTORY = "SHOP_DIRECTORY";

  private final String version;
  private final Path journal;

  private ShopApp(String version, Path journal) {
    this.version = version;
    this.journal = journal;
  }

  /** Runs until the router ends it, or is gone. */
  public static void main(String[] arguments) {
    Path directory = Path.of(Objects.requireNonNull(System.getenv(DIRECTORY)));
    // snippet:routed-app
    AppProcess process = AppProcess.started();
    ShopApp app = new ShopApp(process.version(), directory.resolve("journal.txt"));
    VarveBuilder builder = process.version().startsWith("1.0.") ? app.first() : app.second();
    try (Storage storage = SqliteStorage.at(directory.resolve("shop.db"));
        Varve varve = builder.sharedStorage(storage).hub(process.hub()).start();
        HubRoutes hub = HubRoutes.on(storage).hub(process.hub()).build();
        ManagementServer server =
            ManagementServer.builder(
                    ManagementApi.builder()
                        .routes(hub, health(varve))
                        .trustForwardedHeaders()
                        .build())
                .start()) {
      process.reportPort(server.port());
      process.awaitEnd();
    }
    // end
  }

  private static RouteSet health(Varve varve) {
    Route health =
        Route.of(
            Route.Method.GET,
            "/health",
            Role.READ,
            "Whether it takes requests.",
            call ->
                ApiResponse.json(
                    200, "{\"kinds\":" + varve.client().countInstances().size() + "}"));
    return () -> List.of(health);
  }

  private VarveBuilder first() {
    return Varve.builder()
        .orchestrator("Order", String.class, ShopApp::order)
        .activity("Charge", String.class, this::charge);
  }

  private static String order(OrchestrationContext context, String item) {
    context.waitForExternalEvent("Paid", String.class).await();
    return context.callActivity("Charge", item, String.class).await();
  }

  private VarveBuilder second() {
    return Varve.builder()
        .orchestrator("Order", String.class, ShopApp::reservedOrder)
        .activity("Reserve", String.class, item -> item)
        .activity("Charge", String.class, this::charge);
  }

  private static String reservedOrder(OrchestrationContext context, String item) {
    context.callActivity("Reserve", item).await();
    context.waitForExternalEvent("Paid", String.class).await();
    return context.callActivity("Charge", item, String.class).await();
  }

  private String charge(String item) throws IOException {
    Files.writeString(
        journal,
        item + " " + version + "\n",
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return item + " charged by " + version;
  }
}
