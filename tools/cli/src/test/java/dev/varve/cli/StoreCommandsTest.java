package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.HubStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that look at a store and manage its instances, on an SQLite file. */
class StoreCommandsTest {
  @TempDir Path directory;
  private Path file;
  private Build released;

  @BeforeEach
  void fill() {
    file = directory.resolve("orders.db");
    released = Build.of(directory.resolve("released"), Build.shop());
    ShopHub.fill(SqliteStorage.at(file), released);
  }

  private Shell.Result shop(String words, String... more) {
    return Shell.on(file, ShopHub.NAME, words, more);
  }

  private Shell.Result rehearse(Build build, String... more) {
    String code = " --class-path " + build.classes() + " --registrations " + Build.REGISTRATIONS;
    return shop("rehearse" + code, more);
  }

  @Test
  void V14_the_command_counts_running_waiting_and_finished_by_version() {
    JsonNode order = shop("versions --json").json().at("/versions/0");
    assertThat(order.get("function").asString()).isEqualTo("Order_v1");
    assertThat(order.get("waiting").asInt()).isEqualTo(2);
    assertThat(order.get("running").asInt()).isZero();
    assertThat(order.get("finished").asInt()).isEqualTo(1);
    assertThat(order.get("served").asBoolean()).isFalse();
    assertThat(order.at("/counts/COMPLETED").asInt()).isEqualTo(1);

    try (Varve worker = ShopHub.worker(SqliteStorage.at(file), released)) {
      assertThat(worker).isNotNull();
      JsonNode served = shop("versions --json").json().at("/versions/0");
      assertThat(served.get("running").asInt()).isEqualTo(2);
      assertThat(served.get("waiting").asInt()).isZero();
      assertThat(served.get("served").asBoolean()).isTrue();
      assertThat(shop("versions").out())
          .startsWith("VERSION")
          .containsPattern("Order_v1 +2 +0 +0 +1 .* yes +yes, ");
    }
  }

  @Test
  void V3_the_command_moves_a_current_version_and_tells_who_did_and_why() {
    Shell.Result unserved = shop("current set Order 2 --who ann");
    assertThat(unserved.exitCode()).isEqualTo(1);
    assertThat(unserved.err()).contains("no live worker").hasLineCount(1);
    assertThat(shop("current get").out()).isEqualTo("hub shop keeps no current versions\n");

    assertThat(shop("current set Order 2 --force --who ann", "--why", "release 41").out())
        .isEqualTo("new starts get Order_v2\n");
    assertThat(shop("current set Order 2 --force --who ann").out())
        .isEqualTo("nothing changed: new starts get Order_v2\n");
    assertThat(shop("current set * 1 --force --who ben").exitCode()).isZero();
    assertThat(shop("current get --json").json().get("current").toString())
        .isEqualTo("{\"*\":1,\"Order\":2}");
    assertThat(shop("current get Order").out()).isEqualTo("NAME   CURRENT\nOrder  2\n");
    assertThat(shop("current get Charge").exitCode()).isEqualTo(1);
    assertThat(shop("current get Order_v2").exitCode()).isEqualTo(2);

    assertThat(shop("current remove Order --who ann").exitCode()).isZero();
    JsonNode changes = shop("current history --json Order").json().get("changes");
    assertThat(changes.size()).isEqualTo(2);
    assertThat(changes.at("/0/who").asString()).isEqualTo("ann");
    assertThat(changes.at("/0/from").isNull()).isTrue();
    assertThat(changes.at("/0/to").asInt()).isEqualTo(2);
    assertThat(changes.at("/0/why").asString()).isEqualTo("release 41");
    assertThat(changes.at("/1/to").isNull()).isTrue();
  }

  @Test
  void B1_the_command_ends_with_0_or_3_and_writes_its_reports() throws IOException {
    assertThat(rehearse(released).exitCode()).isZero();
    assertThat(rehearse(released).out()).contains("2");

    Build edited = Build.of(directory.resolve("edited"), Build.editedShop());
    Path json = directory.resolve("reports").resolve("rehearsal.json");
    Path xml = directory.resolve("rehearsal.xml");
    Shell.Result broken =
        rehearse(edited, "--json", json.toString(), "--junit", xml.toString(), "--sample", "1");
    assertThat(broken.err()).isEmpty();
    assertThat(broken.exitCode()).isEqualTo(3);
    assertThat(broken.out()).contains("order-coffee").doesNotContain("order-milk");
    assertThat(Files.readString(json)).contains("\"wouldBreak\" : 1");
    assertThat(Files.readString(xml)).contains("<failure");
    assertThat(rehearse(edited, "--json").json().get("wouldBreak").asInt()).isEqualTo(2);
    assertThat(rehearse(edited, "--served-elsewhere", "Order_v1").exitCode()).isZero();
  }

  @Test
  void B1_the_command_rehearses_on_an_export_and_ends_with_4_if_values_are_missing() {
    Path export = directory.resolve("orders.export.gz");
    Shell.Result exported = shop("export", export.toString());
    assertThat(exported.out()).isEqualTo("2 instances of hub shop in " + export + "\n");
    Build edited = Build.of(directory.resolve("edited"), Build.editedShop());

    assertThat(onExport(export, released)).isZero();
    assertThat(onExport(export, edited)).isEqualTo(3);

    shop("export --redacted", export.toString());
    assertThat(onExport(export, edited)).isEqualTo(4);
  }

  private static int onExport(Path export, Build build) {
    return Shell.run(
            "rehearse",
            "--export",
            export.toString(),
            "--class-path",
            build.classes().toString(),
            "--registrations",
            Build.REGISTRATIONS)
        .exitCode();
  }

  @Test
  void instances_are_listed_by_every_filter_and_page_by_page() {
    assertThat(ids("")).containsExactly("order-tea", "order-coffee", "order-milk");
    assertThat(ids(" --newest-first --limit 1")).containsExactly("order-milk");
    assertThat(ids(" --status completed")).containsExactly("order-tea");
    assertThat(ids(" --status RUNNING,PENDING")).containsExactly("order-coffee", "order-milk");
    assertThat(ids(" --condition waiting_for_version --tag item=milk"))
        .containsExactly("order-milk");
    assertThat(ids(" --name Order --version 1 --id-prefix order-c"))
        .containsExactly("order-coffee");
    assertThat(ids(" --version 2")).isEmpty();
    assertThat(ids(" --name Charge")).isEmpty();
    assertThat(ids(" --parent order-tea")).isEmpty();
    assertThat(ids(" --created-to 2026-01-01T00:00:00Z")).isEmpty();
    assertThat(ids(" --created-from 2026-01-01T00:00:00Z")).hasSize(3);

    JsonNode first = shop("instances list --limit 2 --json").json();
    assertThat(ids(" --limit 2 --after " + first.get("after").asString()))
        .containsExactly("order-milk");
    assertThat(shop("instances list --limit 2").err())
        .isEqualTo("varve: there are more: --after '" + first.get("after").asString() + "'\n");
    assertThat(shop("instances list --limit 0").exitCode()).isEqualTo(2);
    assertThat(shop("instances list --status asleep").err())
        .contains("RUNNING", "see 'varve instances list --help'");
  }

  private Stream<String> ids(String filters) {
    JsonNode instances = shop("instances list --json" + filters).json().get("instances");
    return instances.valueStream().map(instance -> instance.get("id").asString());
  }

  @Test
  void an_instance_is_shown_with_its_values_and_its_history() {
    JsonNode tea = shop("instances show order-tea --json").json();
    assertThat(tea.get("status").asString()).isEqualTo("COMPLETED");
    assertThat(tea.get("input").asString()).isEqualTo("tea");
    assertThat(tea.get("output").asString()).isEqualTo("tea paid by card");
    assertThat(tea.at("/tags/item").asString()).isEqualTo("tea");
    assertThat(shop("instances show order-milk").out())
        .contains("status    RUNNING WAITING_FOR_VERSION", "no live worker serves it");

    JsonNode events = shop("instances history order-tea --json").json().get("events");
    assertThat(events.valueStream().map(event -> event.at("/event/type").asString()))
        .containsExactly(
            "ExecutionStarted",
            "TaskScheduled",
            "TaskCompleted",
            "EventRaised",
            "ExecutionCompleted");
    assertThat(shop("instances history order-tea").out())
        .containsPattern("1 +2 +[0-9TZ:-]+ +TaskScheduled +.*Charge");

    Shell.Result nobody = shop("instances show order-gin");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err()).startsWith("varve: there is no instance with id 'order-gin'");
  }

  @Test
  void a_value_that_a_library_refuses_is_wrong_usage() {
    for (String wrong :
        List.of(
            "instances show " + "x".repeat(1_000),
            "parked retry order-tea --reason " + "r".repeat(1_001),
            "instances restart order-tea --version newest",
            "instances restart order-tea --version -1",
            "instances list --after nowhere",
            "instances purge --completed-before 2026-01-01T00:00:00Z --status running",
            "current set 1 1 --force",
            "current set Order -1 --force",
            "export --sample 0 " + directory.resolve("none"),
            "parked retry " + "x".repeat(1_000),
            "retire Order_v1 --only-called-by Charge=1")) {
      assertThat(shop(wrong).exitCode()).describedAs("%s", wrong).isEqualTo(2);
    }
  }

  @Test
  void V15_an_instance_that_failed_is_rewound_and_one_that_ended_is_started_over() {
    try (Varve worker = ShopHub.worker(SqliteStorage.at(file), released)) {
      assertThat(worker).isNotNull();
      shop("instances events order-milk Paid", "{\"not\": \"a text\"}");
      await("order-milk", "FAILED");
      assertThat(shop("instances rewind order-milk --reason again").out())
          .isEqualTo("asked for order-milk: rewind\n");
      assertThat(shop("instances history order-milk").out()).contains("ExecutionRewound");
      assertThat(shop("instances rewind order-tea").exitCode()).isEqualTo(1);

      JsonNode again = shop("instances restart order-tea --json").json();
      assertThat(again.get("id").asString()).isEqualTo("order-tea");
      assertThat(again.get("workers").asBoolean()).isTrue();
      JsonNode started = shop("instances show --json " + again.get("started").asString()).json();
      assertThat(started.get("input").asString()).isEqualTo("tea");
      assertThat(started.get("id").asString()).isNotEqualTo("order-tea");

      assertThat(shop("instances restart order-tea --same-id --version current").out())
          .isEqualTo("started order-tea\n");
      await("order-tea", "RUNNING");
      assertThat(shop("instances restart order-tea --same-id").exitCode()).isEqualTo(1);
      assertThat(shop("instances restart order-gin").exitCode()).isEqualTo(1);
      assertThat(shop("instances restart order-tea --version 7").err()).contains("Order_v7");
    }
  }

  private void await(String id, String status) {
    Await.until(
        id + " is " + status,
        () ->
            shop("instances show " + id + " --json")
                .json()
                .get("status")
                .asString()
                .equals(status));
  }

  @Test
  void V9_instances_without_a_worker_that_has_their_code_are_managed() {
    assertThat(shop("instances suspend order-milk").err())
        .isEqualTo("varve: no worker is live; the next one that starts carries it out\n");
    assertThat(shop("instances terminate order-coffee", "--output", "{\"by\": 1}").exitCode())
        .isZero();

    SqliteStorage storage = SqliteStorage.at(file);
    HubStore hub = storage.hub(ShopHub.NAME);
    try (Varve stranger = Varve.builder().storage(storage).hub(ShopHub.NAME).start()) {
      assertThat(stranger).isNotNull();
      await(hub, "order-milk", OrchestrationRuntimeStatus.SUSPENDED);
      await(hub, "order-coffee", OrchestrationRuntimeStatus.TERMINATED);
      assertThat(shop("instances show order-coffee --json").json().at("/output/by").asInt())
          .isEqualTo(1);
      assertThat(shop("instances resume order-milk").err()).isEmpty();
      await(hub, "order-milk", OrchestrationRuntimeStatus.RUNNING);
    }
    assertThat(shop("instances terminate order-coffee").err()).contains("has ended");
    assertThat(shop("instances terminate order-coffee").exitCode()).isEqualTo(1);
  }

  private static void await(HubStore hub, String id, OrchestrationRuntimeStatus status) {
    Await.until(id + " is " + status, () -> ShopHub.status(hub, id) == status);
  }

  @Test
  void an_event_reaches_the_code_and_what_is_no_JSON_is_refused() {
    Shell.Result text = shop("instances events order-milk Paid", "cash");
    assertThat(text.exitCode()).isEqualTo(2);
    assertThat(text.err()).contains("is not one JSON value").hasLineCount(1);
    assertThat(shop("instances events order-milk Paid", "\"a\" \"b\"").exitCode()).isEqualTo(2);
    assertThat(shop("instances events order-milk Paid", "\"cash\"").exitCode()).isZero();

    SqliteStorage storage = SqliteStorage.at(file);
    HubStore hub = storage.hub(ShopHub.NAME);
    try (Varve worker = ShopHub.worker(storage, released)) {
      assertThat(worker).isNotNull();
      await(hub, "order-milk", OrchestrationRuntimeStatus.COMPLETED);
    }
    assertThat(shop("instances show order-milk --json").json().get("output").asString())
        .isEqualTo("milk paid by cash");
  }

  @Test
  void only_what_has_ended_is_purged() {
    Shell.Result running = shop("instances purge order-milk");
    assertThat(running.exitCode()).isEqualTo(1);
    assertThat(running.err()).contains("terminate it first");
    assertThat(shop("instances purge").exitCode()).isEqualTo(2);
    assertThat(shop("instances purge --completed-before 2026-01-01T00:00:00Z").out())
        .isEqualTo("purged: 0\n");

    assertThat(
            shop("instances purge --completed-before 2999-01-01T00:00:00Z --status completed")
                .out())
        .isEqualTo("purged: 1\n");
    assertThat(shop("instances purge order-tea").exitCode()).isEqualTo(1);
    assertThat(ids("")).containsExactly("order-coffee", "order-milk");
  }

  @Test
  void workers_are_listed_with_what_they_serve() {
    assertThat(shop("workers").out()).isEqualTo("no worker is live\n");
    try (Varve worker = ShopHub.worker(SqliteStorage.at(file), released)) {
      VarveClient client = worker.client();
      assertThat(client.countInstances()).isNotEmpty();
      assertThat(shop("workers").out())
          .containsPattern("shop-1 +[0-9TZ:-]+ +41 +Order_v1 +Charge_v1\n");
      JsonNode json = shop("workers --json").json().at("/workers/0");
      assertThat(json.get("worker").asString()).isEqualTo("shop-1");
      assertThat(json.at("/orchestrators/0").asString()).isEqualTo("Order_v1");
    }
  }

  @Test
  void reading_changes_no_file_and_opens_no_session() throws IOException {
    Map<String, String> before = files();

    shop("versions");
    shop("current get");
    shop("current history");
    shop("workers");
    shop("instances list");
    shop("instances show order-tea");
    shop("instances history order-tea");
    assertThat(rehearse(released).exitCode()).isZero();

    assertThat(files()).isEqualTo(before);
  }

  /** What lies beside the build: names, times and contents. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        FileTime changed = Files.getLastModifiedTime(each);
        // The index of the write-ahead log is memory that readers share, and holds no data.
        if (!each.toString().endsWith("-shm")) {
          files.put(
              each.getFileName() + " " + changed,
              Base64.getEncoder().encodeToString(Files.readAllBytes(each)));
        }
      }
    }
    return files;
  }

  @Test
  void a_store_or_hub_that_is_not_there_is_told_and_not_made() {
    Path nowhere = directory.resolve("nowhere.db");
    for (String words :
        new String[] {"versions", "current set Order 1", "instances suspend order-tea"}) {
      Shell.Result missing = Shell.on(nowhere, "default", words);
      assertThat(missing.exitCode()).isEqualTo(1);
      assertThat(missing.err()).contains("does not exist").hasLineCount(1);
      Shell.Result noHub = Shell.on(file, "other", words);
      assertThat(noHub.exitCode()).isEqualTo(1);
      assertThat(noHub.err()).contains("there is no hub 'other' in this store, only [shop]");
    }
    assertThat(nowhere).doesNotExist();
    assertThat(Shell.on(file, "shop", "versions").exitCode()).isZero();
  }

  @Test
  void a_stack_trace_is_printed_only_if_it_is_asked_for() {
    assertThat(shop("instances show nobody").err()).hasLineCount(1);
    assertThat(shop("instances show nobody --stacktrace").err()).contains("\tat dev.varve.cli.");
    assertThat(Shell.run("--stacktrace", "versions", "--store", "ftp://x").err())
        .contains("\tat dev.varve.cli.StoreUrl");
  }
}
