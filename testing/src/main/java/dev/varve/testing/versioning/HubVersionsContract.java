package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.CurrentVersions;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.versioning.CodeVersions;
import dev.varve.versioning.HubVersions;
import dev.varve.versioning.VersionChange;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V3 and V13: current versions kept in the hub itself, for all processes that share it. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
abstract class HubVersionsContract extends VersioningContract {
  private HubVersions admin;

  @BeforeEach
  void administer() {
    admin = HubVersions.of(site.hub());
  }

  @Test
  void V3_a_version_set_in_the_hub_reaches_every_process_without_a_restart() {
    try (VersionSource here = VersionSources.inHub(site.hub());
        VersionSource there = VersionSources.inHub(site.hub())) {
      site.configureBy(here);
      VarveClient first = site.deploy(Code.answering("Order_v1", "Order_v2")).client();
      site.configureBy(there);
      VarveClient second = site.deploy(Code.answering("Order_v1", "Order_v2")).client();
      for (int version : new int[] {1, 2, 1}) {
        admin.set("Order", version, "ann", "");
        awaitCurrent(here, "Order", version);
        awaitCurrent(there, "Order", version);
        assertThat(startedVersion(first, "Order")).isEqualTo("Order_v" + version);
        assertThat(startedVersion(second, "Order")).isEqualTo("Order_v" + version);
      }
    }
  }

  @Test
  void V3_the_hub_tells_who_changed_a_current_version_when_from_to_and_why() {
    site.deploy(Code.answering("Order_v1", "Order_v2"));
    Instant before = site.hub().now().minusSeconds(1); // a store's clock may be an estimate
    admin.set("Order", 1, "ann", "first");
    admin.set("Order", 2, "release job 41", "it's 100% \"ready\", ü\uD83D\uDE80");
    admin.setDefault(1, "ann", "");
    admin.remove("Order", "bob", "leave it to the file");
    Instant after = site.hub().now().plusSeconds(1);

    List<VersionChange> changes = admin.history().toList();
    assertThat(changes)
        .extracting(VersionChange::who, VersionChange::name, VersionChange::why)
        .containsExactly(
            tuple("ann", "Order", "first"),
            tuple("release job 41", "Order", "it's 100% \"ready\", ü\uD83D\uDE80"),
            tuple("ann", "*", ""),
            tuple("bob", "Order", "leave it to the file"));
    assertThat(changes)
        .extracting(VersionChange::from)
        .containsExactly(
            OptionalInt.empty(), OptionalInt.of(1), OptionalInt.empty(), OptionalInt.of(2));
    assertThat(changes)
        .extracting(VersionChange::to)
        .containsExactly(
            OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(1), OptionalInt.empty());
    assertThat(changes)
        .extracting(VersionChange::at)
        .isSorted()
        .allSatisfy(at -> assertThat(at).isBetween(before, after));
  }

  @Test
  void V3_changes_of_the_hub_at_the_same_time_are_all_told_and_none_is_lost() throws Exception {
    int writers = 6;
    int changesEach = 8;
    List<Callable<Boolean>> work =
        IntStream.range(0, writers)
            .<Callable<Boolean>>mapToObj(writer ->
                () -> {
                  HubVersions own = HubVersions.of(site.hub()).force();
                  boolean changed = true;
                  for (int i = 0; i < changesEach; i++) {
                    String base = i % 2 == 0 ? "Order" : "Ship";
                    changed &= own.set(base, 1 + writer * changesEach + i, "writer " + writer, "");
                  }
                  return changed;
                })
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertThat(done.get()).as("every version is a new one").isTrue();
      }
    }
    assertThat(admin.history()).hasSize(writers * changesEach);
    assertChain("Order", writers * changesEach / 2);
    assertChain("Ship", writers * changesEach / 2);
  }

  /** Each change was made on top of the one before it, and the last is what counts. */
  private void assertChain(String base, int length) {
    List<VersionChange> changes =
        admin.history().filter(change -> change.name().equals(base)).toList();
    assertThat(changes).hasSize(length);
    OptionalInt before = OptionalInt.empty();
    for (VersionChange change : changes) {
      assertThat(change.from()).isEqualTo(before);
      before = change.to();
    }
    assertThat(admin.current().entry(base).map(CurrentVersions.Entry::version))
        .hasValue(before.orElseThrow());
  }

  @Test
  void V3_a_broken_record_in_the_hub_keeps_the_last_good_set_until_it_is_set_again() {
    try (VersionSource versions = VersionSources.inHub(site.hub())) {
      site.configureBy(versions);
      VarveClient worker = site.deploy(Code.answering("Order_v1", "Order_v2")).client();
      admin.set("Order", 1, "ann", "");
      awaitCurrent(versions, "Order", 1);
      HubRecord record = site.hub().records().list("current-version/").getFirst();
      var audit = new AuditEntry.Draft("a tool", "test", "Order", "broken on purpose");
      assertThat(
              site.hub().records().compareAndSet(record.key(), record.revision(), "latest", audit))
          .isPresent();
      Site.await("the broken record is reported", () -> versions.problem().isPresent());
      assertThat(versions.problem().orElseThrow())
          .contains("the records of hub " + site.hub().name(), "'latest' of 'Order'");
      assertThat(startedVersion(worker, "Order")).isEqualTo("Order_v1");

      admin.set("Order", 2, "ann", "repaired");
      awaitCurrent(versions, "Order", 2);
      assertThat(versions.problem()).isEmpty();
      assertThat(startedVersion(worker, "Order")).isEqualTo("Order_v2");
    }
  }

  @Test
  void V3_code_goes_before_a_property_before_the_hub_before_the_file_before_host_json(
      @TempDir Path directory) throws IOException {
    Path host = Files.writeString(directory.resolve("host.json"), "{\"durableTask\": {}}");
    Path file = Files.writeString(directory.resolve("versions.properties"), "# none\n");
    CodeVersions code = VersionSources.inCode();
    String property = "varve.version.Ranked";
    try (VersionSource versions =
        VersionSources.combined(
            VersionSources.hostJson(host),
            VersionSources.watching(file),
            VersionSources.inHub(site.hub()),
            VersionSources.systemProperties(),
            code)) {
      site.configureBy(versions);
      VarveClient worker =
          site.deploy(Code.answering("Ranked_v1", "Ranked_v2", "Ranked_v3")).client();
      Files.writeString(host, "{\"durableTask\": {\"defaultVersion\": 1}}");
      Site.await("host.json is read", () -> versions.snapshot().defaultEntry() != null);
      assertThat(startedVersion(worker, "Ranked")).isEqualTo("Ranked_v1");
      Files.writeString(file, "Ranked=2\n");
      awaitCurrent(versions, "Ranked", 2);
      assertThat(startedVersion(worker, "Ranked")).isEqualTo("Ranked_v2");
      admin.set("Ranked", 3, "ann", "");
      awaitCurrent(versions, "Ranked", 3);
      assertThat(startedVersion(worker, "Ranked")).isEqualTo("Ranked_v3");
      System.setProperty(property, "1");
      assertThat(startedVersion(worker, "Ranked")).isEqualTo("Ranked_v1");
      code.set("Ranked", 2);
      assertThat(startedVersion(worker, "Ranked")).isEqualTo("Ranked_v2");
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void V13_setting_the_version_in_the_hub_back_is_a_rollback() {
    Consumer<VarveBuilder> build =
        Code.charging("Order_v1", "Order_v2")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2"));
    try (VersionSource versions = VersionSources.inHub(site.hub())) {
      site.configureBy(versions);
      Worker before = site.deploy(build);
      String[] started = new String[3];
      int[] current = {1, 2, 1};
      for (int i = 0; i < current.length; i++) {
        admin.set("Order", current[i], "ann", i == 2 ? "2 loses money" : "release");
        awaitCurrent(versions, "Order", current[i]);
        started[i] = before.client().scheduleNewOrchestrationInstance("Order", "x");
        awaitStatus(started[i], Code.WAITING);
      }
      before.kill();
      site.deploy(build);
      for (String id : started) {
        client.raiseEvent(id, "Go");
      }
      assertThat(output(started[0])).isEqualTo("Order_v1 Charge_v1");
      assertThat(output(started[1])).isEqualTo("Order_v2 Charge_v2");
      assertThat(output(started[2])).isEqualTo("Order_v1 Charge_v1");
    }
    VersionChange rollback = admin.history().toList().getLast();
    assertThat(rollback.from()).hasValue(2);
    assertThat(rollback.to()).hasValue(1);
    assertThat(rollback.why()).isEqualTo("2 loses money");
  }

  private static void awaitCurrent(CurrentVersions versions, String base, int version) {
    Site.await(
        "version " + version + " of " + base + " is current",
        () ->
            versions.snapshot().entry(base).map(CurrentVersions.Entry::version).orElse(-1)
                == version);
  }
}
