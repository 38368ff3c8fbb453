package dev.varve.samples.router;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.management.ManagementApi;
import dev.varve.management.ManagementServer;
import dev.varve.management.router.RouterFront;
import dev.varve.samples.Await;
import dev.varve.samples.Checks;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppChange;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.AppProgram;
import dev.varve.versioning.router.AppState;
import dev.varve.versioning.router.ChildJvmHost;
import dev.varve.versioning.router.Deployment;
import dev.varve.versioning.router.RoutedApp;
import dev.varve.versioning.router.Router;
import dev.varve.versioning.router.RouterClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Deploys a patch and a minor version of an app while orders are in flight, lets the old version
 * drain and be removed, and reads its results afterwards. Each app is a process of its own.
 */
public final class RouterDemo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AppKey OLD = AppKey.parse("shop/1.0");

  private final Path directory;
  private final Checks checks;

  RouterDemo(Path directory, PrintStream out) {
    this.directory = directory;
    this.checks = new Checks("Router", out);
  }

  /** Ends with 0 only if every check holds. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("varve-router");
    boolean good = new RouterDemo(directory, System.out).run(System.out);
    if (good) {
      delete(directory);
    } else {
      System.out.println("The store, the journal and the logs are in " + directory);
    }
    System.exit(good ? 0 : 1);
  }

  boolean run(PrintStream out) {
    checks.run(this::steps);
    out.print(checks.table());
    out.print("\n" + checks.conclusion());
    return checks.allHold();
  }

  private void steps() throws IOException {
    // snippet:router-host
    AppProgram shop =
        AppProgram.java(System.getProperty("java.class.path"), ShopApp.class.getName(), 64);
    ChildJvmHost host =
        ChildJvmHost.builder(directory.resolve("apps"))
            .environment(ShopApp.DIRECTORY, directory.toString())
            .build("shop", "1.0.0", shop)
            .build("shop", "1.0.1", shop)
            .build("shop", "1.1.0", shop)
            .open();
    // end
    // snippet:router-front
    try (Storage storage = SqliteStorage.at(directory.resolve("shop.db"));
        Router router =
            Router.builder(storage, "router", host)
                .grace(Duration.ofMillis(500))
                .lookEvery(Duration.ofMillis(250))
                .start();
        ManagementServer server =
            ManagementServer.builder(
                    ManagementApi.builder().routes(RouterFront.of(router, storage)).build())
                .start()) {
      // end
      walk(router.client(), host, new Customer(server.uri()));
    }
    checks.step("the router is closed");
    checks.see("0 processes", host.running().size() + " processes");
  }

  private void walk(RouterClient router, ChildJvmHost host, Customer customer) throws IOException {
    checks.step("12 first orders at once create one app");
    Map<String, HttpResponse<String>> orders = new ConcurrentHashMap<>();
    ids("a", 12).parallelStream().forEach(id -> orders.put(id, customer.order(id, "1.0.0")));
    checks.see("12 accepted", count(orders, 202) + " accepted");
    checks.see("shop/1.0 1.0.0 RUNNING current", apps(router));
    checks.see("1 process", host.running().size() + " process");

    checks.step("patch 1.0.1 takes the place of 1.0.0");
    checks.see("DONE", deploy(router, "1.0.1"));
    checks.see("shop/1.0 1.0.1 RUNNING current", apps(router));
    orders.put("a-13", customer.order("a-13", "1.0.0"));
    checks.see("1.0.1 answers for 1.0.0", answeredBy(orders, "a-13") + " answers for 1.0.0");
    pay(customer, orders, List.of("a-01", "a-13"));
    checks.see("a-01 charged by 1.0.1", result(customer, orders, "a-01"));

    checks.step("1.1.0 gets an app of its own, 11 orders of 1.0 are in flight");
    checks.see("DONE", deploy(router, "1.1.0"));
    checks.see("shop/1.0 1.0.1 RUNNING, shop/1.1 1.1.0 RUNNING current", apps(router));
    ids("b", 4).forEach(id -> orders.put(id, customer.order(id)));
    checks.see("1.1.0 answers", answeredBy(orders, "b-04") + " answers");
    orders.put("a-14", customer.order("a-14", "1.0.1"));
    checks.see("1.0.1 answers for 1.0.1", answeredBy(orders, "a-14") + " answers for 1.0.1");
    checks.see("2 processes", host.running().size() + " processes");

    checks.step("payments that name no version reach the app of their order");
    List<String> unpaid = new ArrayList<>(new TreeMap<>(orders).keySet());
    unpaid.removeAll(List.of("a-01", "a-13"));
    pay(customer, orders, unpaid);
    checks.see("a-07 charged by 1.0.1", result(customer, orders, "a-07"));
    checks.see("b-04 charged by 1.1.0", result(customer, orders, "b-04"));
    orders.keySet().forEach(id -> result(customer, orders, id));

    checks.step("1.0 has nothing to do any more and is removed");
    Await.until(
        "1.0 is removed",
        PATIENCE,
        () -> router.apps().find(OLD).orElseThrow().state() == AppState.CLOSED);
    checks.see("shop/1.0 1.0.1 CLOSED, shop/1.1 1.1.0 RUNNING current", apps(router));
    checks.see("1 process", host.running().size() + " process");

    checks.step("its results are in the store");
    checks.see("a-07 charged by 1.0.1", result(customer, orders, "a-07"));
    checks.see("410", "" + customer.pay(started(orders, "a-07")));
    checks.see("shop/1.0 1.0.1 CLOSED, shop/1.1 1.1.0 RUNNING current", apps(router));

    checks.step("a late customer of 1.0 has it created anew, and current stays");
    orders.put("c-01", customer.order("c-01", "1.0.1"));
    checks.see("1.0.1 answers for 1.0.1", answeredBy(orders, "c-01") + " answers for 1.0.1");
    checks.see("shop/1.0 1.0.1 RUNNING, shop/1.1 1.1.0 RUNNING current", apps(router));
    pay(customer, orders, List.of("c-01"));
    checks.see("c-01 charged by 1.0.1", result(customer, orders, "c-01"));

    checks.step("every order was charged once, by its version");
    checks.see("{a on 1.0.1=14, b on 1.1.0=4, c on 1.0.1=1}", charged().toString());
  }

  private String deploy(RouterClient router, String version) {
    // snippet:router-deploy
    AppChange change =
        router.deploy(Deployment.of(AppBuild.of("shop", version), "ann"), Duration.ofMinutes(1));
    // end
    return change.verdict().name();
  }

  private static void pay(
      Customer customer, Map<String, HttpResponse<String>> orders, List<String> ids) {
    for (String id : ids) {
      int status = customer.pay(started(orders, id));
      if (status != 202) {
        throw new IllegalStateException("the payment of " + id + " was answered by " + status);
      }
    }
  }

  /** What an order came to, as soon as it has ended. */
  private static String result(
      Customer customer, Map<String, HttpResponse<String>> orders, String id) {
    HttpResponse<String> started = started(orders, id);
    Await.until(id + " has ended", PATIENCE, () -> customer.status(started).statusCode() == 200);
    return Customer.json(customer.status(started)).get("output").asString();
  }

  /** The answer to the start of an order. */
  private static HttpResponse<String> started(Map<String, HttpResponse<String>> orders, String id) {
    return Objects.requireNonNull(orders.get(id));
  }

  private static String answeredBy(Map<String, HttpResponse<String>> orders, String id) {
    return started(orders, id).headers().firstValue("Varve-App-Version").orElse("nobody");
  }

  private static long count(Map<String, HttpResponse<String>> orders, int status) {
    return orders.values().stream().filter(answer -> answer.statusCode() == status).count();
  }

  private static String apps(RouterClient router) {
    return router.apps().apps().stream().map(RouterDemo::app).collect(Collectors.joining(", "));
  }

  private static String app(RoutedApp app) {
    return app.key() + " " + app.version() + " " + app.state() + (app.current() ? " current" : "");
  }

  /** How many orders each version has charged; every line of the journal is one. */
  private Map<String, Long> charged() throws IOException {
    return Files.readAllLines(directory.resolve("journal.txt")).stream()
        .map(line -> line.charAt(0) + " on " + line.substring(line.indexOf(' ') + 1))
        .collect(Collectors.groupingBy(line -> line, TreeMap::new, Collectors.counting()));
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "%s-%02d".formatted(prefix, i)).toList();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
