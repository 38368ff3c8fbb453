package dev.varve.versioning;

import static dev.varve.OrchestrationRuntimeStatus.COMPLETED;
import static dev.varve.OrchestrationRuntimeStatus.PENDING;
import static dev.varve.OrchestrationRuntimeStatus.RUNNING;
import static dev.varve.OrchestrationRuntimeStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CurrentVersions;
import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.NewInstance;
import dev.varve.storage.OnlyVersions;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import dev.varve.versioning.VersionsOverview.OfVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V14 and the overview: what a hub has of each version, who serves it, who calls it current. */
final class VersionsOverviewTest {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = BEGINNING;
  private final HubStore hub = new InMemoryStorage(() -> now).hub("orders");
  private long commits;

  @Test
  void V14_instances_are_counted_by_name_version_and_status() throws Exception {
    WorkerSession worker = worker("Order_v1 Order_v2", "-");
    start("a", "Order_v1");
    now = now.plusSeconds(60);
    start("b", "Order_v1");
    start("c", "Order_v2");
    claim(worker);
    finish(worker, "a", COMPLETED);
    start("d", "Order_v2");

    VersionsOverview overview = overview(CurrentVersions.none(), "-");
    OfVersion first = row(overview, "Order_v1");
    assertThat(first.counts()).isEqualTo(Map.of(COMPLETED, 1L, RUNNING, 1L));
    assertThat(first.total()).isEqualTo(2);
    assertThat(first.active()).isEqualTo(1);
    assertThat(first.oldestActive()).contains(BEGINNING.plusSeconds(60));
    OfVersion second = row(overview, "Order_v2");
    assertThat(second.counts()).isEqualTo(Map.of(RUNNING, 1L, PENDING, 1L));
    assertThat(overview.versions()).containsExactly(first, second);
  }

  @Test
  void a_drained_version_has_no_oldest_instance() throws Exception {
    WorkerSession worker = worker("Order_v1", "-");
    start("a", "Order_v1");
    claim(worker);
    finish(worker, "a", COMPLETED);
    OfVersion drained = row(overview(CurrentVersions.none(), "-"), "Order_v1");
    assertThat(drained.active()).isZero();
    assertThat(drained.oldestActive()).isEmpty();
  }

  @Test
  void parked_and_suspended_instances_are_active() throws Exception {
    WorkerSession worker = worker("Order_v1", "-");
    start("a", "Order_v1");
    start("b", "Order_v1");
    claim(worker);
    finish(worker, "b", SUSPENDED);
    var park = new ParkRecord(InstanceCondition.DIVERGED, "it differs", "build-1");
    worker
        .release(new Release("a", List.of(), Optional.of(park), false))
        .toCompletableFuture()
        .get();
    OfVersion parked = row(overview(CurrentVersions.none(), "-"), "Order_v1");
    assertThat(parked.parked()).isEqualTo(1);
    assertThat(parked.active()).isEqualTo(2);
    assertThat(parked.counts()).containsEntry(SUSPENDED, 1L);
    assertThat(parked.oldestActive()).contains(BEGINNING);
  }

  @Test
  void V9_it_shows_who_serves_a_version() throws Exception {
    WorkerSession worker = worker("Order_v1", "-");
    start("a", "Order_v3");
    VersionsOverview overview = overview(CurrentVersions.none(), "Order_v2");
    assertThat(served(overview, "Order_v1")).isEqualTo("elsewhere");
    assertThat(served(overview, "Order_v2")).isEqualTo("here");
    assertThat(served(overview, "Order_v3")).isEqualTo("by nobody");
    worker.close();
    assertThat(overview(CurrentVersions.none(), "-").version(FunctionName.parse("Order_v1")))
        .as("nothing is left of it")
        .isEmpty();
  }

  @Test
  void it_says_which_version_is_current_and_which_source_says_so() {
    CodeVersions code = VersionSources.inCode(Map.of("Order", 2));
    VersionsOverview overview = overview(code, "Order_v1 Order_v2");
    assertThat(row(overview, "Order_v2").currentBySource()).contains("code");
    assertThat(row(overview, "Order_v2").isCurrent()).isTrue();
    assertThat(row(overview, "Order_v1").isCurrent()).isFalse();
  }

  @Test
  void V3_the_overview_names_the_hub_and_host_json_where_they_decide(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("host.json");
    Files.writeString(file, "{\"durableTask\": {\"defaultVersion\": 1}}");
    HubVersions.of(hub).force().set("Order", 2, "ann", "");
    try (VersionSource both =
        VersionSources.combined(VersionSources.hostJson(file), VersionSources.inHub(hub))) {
      assertThat(current(overview(both, "Order_v1 Order_v2 Ship_v1 Ship_v2")))
          .containsExactly(
              "Order_v2: the records of hub orders",
              "Ship_v1: default version, " + file + ", durableTask.defaultVersion");
    }
  }

  @Test
  void a_default_is_current_for_bases_without_an_entry() {
    CodeVersions code = VersionSources.inCode(Map.of("Order", 2));
    code.setDefault(1);
    VersionsOverview overview = overview(code, "Order_v1 Order_v2 Ship_v1 Ship_v2");
    assertThat(current(overview))
        .containsExactly("Order_v2: code", "Ship_v1: default version, code");
  }

  @Test
  void a_recorded_only_version_is_current_until_a_source_says_otherwise() {
    OnlyVersions.record(hub.records(), FunctionName.parse("Order_v1"), "me");
    assertThat(current(overview(CurrentVersions.none(), "Order_v1 Order_v2")))
        .containsExactly("Order_v1: hub record of the only version");
    assertThat(current(overview(VersionSources.inCode(Map.of("Order", 2)), "Order_v1 Order_v2")))
        .containsExactly("Order_v2: code");
  }

  @Test
  void the_only_version_served_is_current_and_of_several_none() {
    assertThat(current(overview(CurrentVersions.none(), "Order_v1")))
        .containsExactly("Order_v1: the only version served");
    assertThat(current(overview(CurrentVersions.none(), "Order_v1 Order_v2"))).isEmpty();
  }

  @Test
  void a_current_version_that_nobody_serves_is_there_to_be_seen() {
    VersionsOverview overview = overview(VersionSources.inCode(Map.of("Order", 9)), "Order_v1");
    OfVersion missing = row(overview, "Order_v9");
    assertThat(missing.isCurrent()).isTrue();
    assertThat(missing.served()).isFalse();
    assertThat(missing.total()).isZero();
  }

  @Test
  void entries_of_activities_do_not_appear() {
    worker("Order_v1", "Charge_v1");
    CodeVersions code = VersionSources.inCode(Map.of("Order", 1, "Charge", 1));
    assertThat(overview(code, "-").versions())
        .extracting(OfVersion::function)
        .containsExactly(FunctionName.parse("Order_v1"));
  }

  @Test
  void versions_are_ordered_as_numbers() {
    assertThat(overview(CurrentVersions.none(), "Order_v10 Order_v9 Order").versions())
        .extracting(row -> row.function().version())
        .containsExactly(0, 9, 10);
  }

  private VersionsOverview overview(CurrentVersions current, String servedHere) {
    return VersionsOverview.of(hub, current, names(servedHere));
  }

  private static OfVersion row(VersionsOverview overview, String function) {
    return overview.version(FunctionName.parse(function)).orElseThrow();
  }

  private static String served(VersionsOverview overview, String function) {
    OfVersion row = row(overview, function);
    if (row.servedHere()) {
      return row.served() ? "here" : "here, and the sum is wrong";
    }
    return row.served() ? "elsewhere" : "by nobody";
  }

  private static List<String> current(VersionsOverview overview) {
    return overview.versions().stream()
        .flatMap(
            row -> row.currentBySource().map(source -> row.function() + ": " + source).stream())
        .toList();
  }

  private static Set<FunctionName> names(String text) {
    return Arrays.stream(text.split(" "))
        .filter(word -> !word.equals("-"))
        .map(FunctionName::parse)
        .collect(Collectors.toSet());
  }

  private WorkerSession worker(String orchestrators, String activities) {
    return hub.openSession(
        new SessionDescriptor(
            "worker", names(orchestrators), names(activities), "build-1", Set.of(1)),
        () -> {});
  }

  private void start(String id, String function) throws Exception {
    var started =
        new ExecutionStarted(
            FunctionName.parse(function),
            function,
            VersionResolution.RELATIVE,
            "set",
            "execution of " + id,
            1,
            Payload.NULL,
            null,
            Map.of(),
            null,
            null);
    var instance =
        new NewInstance(
            id,
            started,
            now,
            ++commits,
            now,
            ExistingInstancePolicy.refuse(),
            OptionalLong.empty());
    assertThat(hub.start(List.of(instance)).toCompletableFuture().get())
        .containsExactly(new StartOutcome.Started());
  }

  /** Claims all that is due and commits a first turn of each. */
  private void claim(WorkerSession worker) throws Exception {
    for (var claimed : worker.fetch(new FetchRequest(10, 0, 10)).claimed()) {
      commit(worker, claimed.instanceId(), 2, RUNNING);
    }
  }

  private void finish(WorkerSession worker, String id, OrchestrationRuntimeStatus status)
      throws Exception {
    commit(worker, id, 3, status);
  }

  private void commit(
      WorkerSession worker, String id, long sequence, OrchestrationRuntimeStatus status)
      throws Exception {
    var turn = new HistoryTurn(sequence, now, ++commits, true, List.of(), List.of());
    var change = new TurnCommit.StatusChange(status, Payload.NULL, Payload.NULL, Optional.empty());
    worker
        .commit(
            new TurnCommit(
                id,
                Optional.empty(),
                turn,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(change),
                Optional.empty()))
        .toCompletableFuture()
        .get();
  }
}
