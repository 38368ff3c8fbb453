package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.VarveClient;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.AppBuild;
import dev.varve.versioning.slots.Deployment;
import dev.varve.versioning.slots.Slot;
import dev.varve.versioning.slots.SlotApp;
import dev.varve.versioning.slots.Slots;
import dev.varve.versioning.status.StatusCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate, on an app with one order in flight in production. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
class GateCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path file;
  private Storage storage;
  private SlotApp production;
  private Deployment staging;

  @BeforeEach
  void fill() {
    file = directory.resolve("app.db");
    storage = SqliteStorage.at(file);
    Slots slots =
        Slots.of(
            storage.hub("control"),
            "shop",
            value -> SqliteStorage.at(Path.of(value.substring("sqlite:".length()))));
    Deployment first = slots.deploy(Slot.PRODUCTION, build("1.0", "blue"), settings(), "ann", "");
    staging = slots.deploy(Slot.STAGING, build("2.0", "green"), settings(), "ann", "");
    production =
        SlotApp.start(
            slots,
            first.id(),
            builder -> builder.orchestrator("Order", String.class, GateCommandTest::order));
    production
        .client()
        .scheduleNewOrchestrationInstance("Order", "x", StartOptions.withId("order-17"));
  }

  private static String order(OrchestrationContext context, String input) {
    return context.waitForExternalEvent("Paid", String.class).await();
  }

  private static AppBuild build(String version, String hub) {
    return new AppBuild(version, AppBuild.STORE_SETTING, hub);
  }

  private Map<String, String> settings() {
    return Map.of(AppBuild.STORE_SETTING, "sqlite:" + file);
  }

  private void pay() {
    VarveClient client = production.client();
    client.raiseEvent("order-17", "Paid", "x");
    client.waitForInstanceCompletion("order-17", PATIENCE);
  }

  @AfterEach
  void close() {
    production.close();
    storage.close();
  }

  @Test
  void S5_a_single_look_ends_with_3_while_something_is_in_flight_and_with_0_when_not() {
    Shell.Result busy = Shell.on(file, "blue", "gate");
    assertThat(busy.exitCode()).isEqualTo(3);
    assertThat(busy.out()).contains("hub blue: 1 in flight", "Order order-17: ");
    assertThat(Shell.on(file, "blue", "gate --exempt Order").exitCode()).isZero();
    assertThat(Shell.on(file, "blue", "gate --count suspended,parked").exitCode()).isZero();
    pay();
    Shell.Result idle = Shell.on(file, "blue", "gate --timeout 5 --interval 1 --clean 2 --json");
    assertThat(idle.exitCode()).isZero();
    assertThat(idle.json().get("HasRunning").booleanValue()).isFalse();
    assertThat(idle.json().at("/gate/readings").intValue()).isEqualTo(2);
  }

  @Test
  void S5_not_idle_in_time_ends_with_4_and_what_is_wrong_with_1_or_2() {
    assertThat(Shell.on(file, "blue", "gate --timeout 0").exitCode()).isEqualTo(4);
    assertThat(Shell.on(file, "nowhere", "gate").exitCode()).isEqualTo(1);
    assertThat(Shell.on(file, "blue", "gate --clean 0").exitCode()).isEqualTo(2);
    assertThat(Shell.on(file, "blue", "gate --timeout -1").exitCode()).isEqualTo(2);
    assertThat(Shell.on(file, "blue", "gate --slot staging").exitCode()).isEqualTo(2);
    assertThat(Shell.on(file, "blue", "gate --url https://x/").exitCode()).isEqualTo(2);
    assertThat(Shell.on(file, "control", "gate --app other").err()).contains("has nothing in");
  }

  @Test
  void S4_a_slot_is_looked_at_by_the_record_and_named_in_the_answer() {
    Shell.Result busy = Shell.on(file, "control", "gate --app shop");
    assertThat(busy.exitCode()).isEqualTo(3);
    assertThat(busy.out()).startsWith("slot production, hub blue, version 1.0: 1 in flight");
    assertThat(staging.id()).isEqualTo("d2");
    Shell.Result idle = Shell.on(file, "control", "gate --app shop --slot staging");
    assertThat(idle.exitCode()).isZero();
    assertThat(idle.out()).startsWith("slot staging, hub green, version 2.0: idle");
  }

  @Test
  void S5_the_gate_reads_a_status_check_over_http() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean found = exchange.getRequestURI().getPath().equals("/StatusCheck");
          byte[] body =
              StatusCheck.of(storage.hub("blue")).check().toJson().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(found ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      Shell.Result busy = Shell.run("gate", "--url", address + "/StatusCheck");
      assertThat(busy.exitCode()).isEqualTo(3);
      assertThat(busy.out()).contains("order-17");
      pay();
      assertThat(Shell.run("gate", "--url", address + "/StatusCheck").exitCode()).isZero();
      Shell.Result refused = Shell.run("gate", "--url", address + "/other");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("answered 401");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void S5_a_key_in_the_address_or_in_clear_text_is_refused() {
    assertThat(Shell.run("gate", "--url", "https://x/a?code=secret").exitCode()).isEqualTo(2);
    assertThat(Shell.run("gate", "--url", "https://u:secret@x/a").err()).doesNotContain("secret");
    assertThat(Shell.run("gate", "--url", "http://192.0.2.1/a").err()).contains("use https");
    assertThat(Shell.run("gate", "--url", "nothing").exitCode()).isEqualTo(2);
  }

  /** The shell steps of the files as they stand, with {@code varve} on the path. */
  @ParameterizedTest
  @CsvSource({"github-actions.yml, run: |", "azure-pipelines.yml, bash: |"})
  void S5_the_steps_of_the_pipeline_files_hold_a_deployment_back_and_let_it_pass(
      String name, String word) throws Exception {
    Path bin = tools();
    List<String> steps = steps(Path.of("..", "..", "docs", "pipelines", name), word);
    assertThat(steps).hasSize(4);

    assertThat(run(steps.get(0), bin)).as("staging is free").isZero();
    assertThat(run(steps.get(1), bin)).isZero();
    assertThat(run(steps.get(2), bin)).as("production is busy").isEqualTo(4);
    assertThat(Files.readString(directory.resolve("out")))
        .contains("Order order-17", "error", "not idle in time");
    pay();
    assertThat(run(steps.get(2), bin)).as("production is idle").isZero();
    assertThat(run(steps.get(3), bin)).isZero();
    assertThat(Files.readAllLines(directory.resolve("calls")))
        .containsExactly("deploy staging", "swap");
  }

  private static List<String> steps(Path pipeline, String word) throws IOException {
    List<String> steps = new ArrayList<>();
    int margin = -1;
    for (String line : Files.readAllLines(pipeline)) {
      int indent = line.length() - line.stripLeading().length();
      if (line.strip().replaceFirst("^- ", "").equals(word)) {
        steps.add("");
        margin = line.indexOf(word);
      } else if (margin >= 0 && indent > margin) {
        steps.set(steps.size() - 1, steps.getLast() + line + "\n");
      } else {
        margin = -1;
      }
    }
    return steps;
  }

  private Path tools() throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    script(
        bin.resolve("varve"),
        "exec '%s' -cp '%s' dev.varve.cli.Main \"$@\""
            .formatted(
                ProcessHandle.current().info().command().orElseThrow(),
                System.getProperty("java.class.path")));
    script(directory.resolve("deploy"), "echo \"deploy $*\" >> calls");
    script(directory.resolve("swap"), "echo swap >> calls");
    return bin;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private int run(String step, Path bin) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-e", "-c", step)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile());
    shell.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    shell
        .environment()
        .putAll(
            Map.of(
                "APP", "shop",
                "VARVE_STORE", "sqlite:" + file,
                "VARVE_HUB", "control",
                "GATE_TIMEOUT", "1",
                "GATE_INTERVAL", "1",
                "GATE_CLEAN", "2"));
    return shell.start().waitFor();
  }
}
