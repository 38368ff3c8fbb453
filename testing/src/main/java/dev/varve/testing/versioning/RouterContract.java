package dev.varve.testing.versioning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ExistingInstancePolicy;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.testing.replay.ReplayAssert;
import dev.varve.testing.router.FakeApp;
import dev.varve.testing.router.FakeAppHost;
import dev.varve.testing.storage.StorageFixture;
import dev.varve.versioning.router.Answer;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppChange;
import dev.varve.versioning.router.AppChange.Verdict;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.AppRequest;
import dev.varve.versioning.router.AppResponse;
import dev.varve.versioning.router.AppState;
import dev.varve.versioning.router.AppVersion;
import dev.varve.versioning.router.CurrentChoice;
import dev.varve.versioning.router.Deployment;
import dev.varve.versioning.router.RoutedApp;
import dev.varve.versioning.router.Router;
import dev.varve.versioning.router.RouterHeldException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R1 to R12: a router in front of apps, each on a hub of its own in one store. */
abstract class RouterContract {
  private static final String HUB = "router";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final AppKey ONE = AppKey.parse("orders/1.0");
  private static final AppKey NEXT = AppKey.parse("orders/1.1");

  private StorageFixture fixture;
  private Storage storage;
  private FakeAppHost host;
  private Router router;

  abstract StorageFixture fixture();

  @BeforeEach
  void open() {
    fixture = fixture();
    storage = fixture.open(InstantSource.system());
    host = host();
    router = router(storage, host);
  }

  @AfterEach
  void close() {
    router.close();
    storage.close();
    fixture.close();
  }

  private FakeAppHost host() {
    FakeAppHost made = FakeAppHost.on(storage);
    for (String version : List.of("1.0.0", "1.0.1", "1.0.5", "1.1.0", "2.0.0")) {
      made.build("orders", version, new Orders(version));
    }
    return made;
  }

  private static Router router(Storage store, FakeAppHost host) {
    return router(store, host, Duration.ZERO);
  }

  private static Router router(Storage store, FakeAppHost host, Duration grace) {
    return Router.builder(store, HUB, host)
        .limit(3)
        .grace(grace)
        .lookEvery(Duration.ofHours(1)) // the tests say when
        .patience(LONG)
        .start();
  }

  /** Starts an order under an id, or completes it; tells its version in any case. */
  private record Orders(String version) implements FakeApp {
    @Override
    public void register(VarveBuilder builder) {
      builder.orchestrator(
          "Order_v1",
          Void.class,
          (context, nothing) -> {
            context.waitForExternalEvent("Go").await();
            return "done";
          });
    }

    @Override
    public AppResponse answer(VarveClient client, AppRequest request) {
      String id = request.query();
      switch (request.path()) {
        case "/start" -> {
          try {
            client.scheduleNewOrchestrationInstance(
                "Order_v1",
                null,
                StartOptions.withId(id).withExisting(ExistingInstancePolicy.keep()));
          } catch (InstanceAlreadyExistsException e) {
            return AppResponse.of(409, version);
          }
        }
        case "/go" -> {
          client.raiseEvent(id, "Go");
          client.waitForInstanceCompletion(id, LONG);
        }
        default -> {}
      }
      return AppResponse.of(200, version);
    }
  }

  private static AppRequest request(String path, String id) {
    return new AppRequest("POST", path, id, Map.of(), "".getBytes(UTF_8), true);
  }

  private Answer send(String version, String path, String id) {
    return router.send("orders", Optional.of(AppVersion.parse(version)), request(path, id));
  }

  /** The version of the build that answered. */
  private static String answered(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.FromApp.class);
    return ((Answer.FromApp) answer).response().text();
  }

  private AppChange deploy(String version) {
    return deploy(version, CurrentChoice.WHEN_NEWER);
  }

  private AppChange deploy(String version, CurrentChoice current) {
    return router
        .client()
        .deploy(new Deployment(AppBuild.of("orders", version), current, "test", "a test"), LONG);
  }

  private AppChange remove(AppKey key) {
    return router.client().remove(key, "test", "a test", LONG);
  }

  private RoutedApp row(AppKey key) {
    return router.client().apps().find(key).orElseThrow();
  }

  @Test
  void R1_R3_a_patch_goes_to_the_app_that_is_there() {
    assertThat(deploy("1.0.0").verdict()).isEqualTo(Verdict.DONE);
    assertThat(answered(send("1.0.0", "/start", "a"))).isEqualTo("1.0.0");
    assertThat(deploy("1.0.1").verdict()).isEqualTo(Verdict.DONE);
    assertThat(deploy("1.0.1").verdict()).isEqualTo(Verdict.UNCHANGED);

    assertThat(answered(send("1.0.0", "/go", "a"))).isEqualTo("1.0.1");
    assertThat(answered(send("1.0.7", "/", ""))).isEqualTo("1.0.1");
    assertThat(router.client().apps().apps()).hasSize(1);
    assertThat(host.running()).hasSize(1);
  }

  @Test
  void R2_a_hundred_first_requests_create_one_app_and_are_all_answered() throws Exception {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = "a" + i;
      requests.add(() -> send("1.0.0", "/", id));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(requests)) {
        assertThat(answered(answer.get())).isEqualTo("1.0.0");
      }
    }
    assertThat(host.started()).hasSize(1);
    assertThat(row(ONE).current()).isTrue();
  }

  @Test
  void R4_R7_R8_versions_stand_side_by_side_and_an_older_one_does_not_lower_current() {
    deploy("1.0.0");
    send("1.0.0", "/start", "old");
    deploy("1.1.0");
    assertThat(answered(send("1.1.0", "/start", "new"))).isEqualTo("1.1.0");
    assertThat(answered(send("1.0.0", "/", ""))).isEqualTo("1.0.0");
    assertThat(answered(router.send("orders", Optional.empty(), AppRequest.get("/"))))
        .isEqualTo("1.1.0");

    deploy("1.0.5");
    assertThat(row(NEXT).current()).isTrue();
    assertThat(answered(router.sendToOwner("old", request("/go", "old")))).isEqualTo("1.0.5");
    assertThat(deploy("1.0.5", CurrentChoice.ALWAYS).verdict()).isEqualTo(Verdict.UNCHANGED);
    assertThat(row(ONE).current()).isTrue();
    assertThat(router.sendToOwner("nobody", AppRequest.get("/")))
        .isInstanceOf(Answer.NotFound.class);
  }

  @Test
  void R6_a_failed_creation_is_told_never_current_and_can_be_tried_again() {
    deploy("1.0.0");
    host.failNextStart("no room left");
    AppChange failed = deploy("1.1.0");
    assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(failed.detail()).contains("no room left");
    assertThat(row(NEXT).state()).isEqualTo(AppState.FAILED);
    assertThat(row(ONE).current()).isTrue();

    host.failNextStart("no room left");
    assertThat(send("1.1.0", "/", ""))
        .isInstanceOfSatisfying(
            Answer.CreationFailed.class, answer -> assertThat(answer.reason()).contains("no room"));
    assertThat(answered(send("1.1.0", "/", ""))).isEqualTo("1.1.0");
    assertThat(row(ONE).current()).isTrue();
  }

  @Test
  void R8_R9_an_idle_app_is_removed_and_its_results_stay() {
    deploy("1.0.0");
    send("1.0.0", "/start", "a");
    deploy("1.1.0");
    assertThat(remove(ONE).detail()).contains("1 instances");
    assertThat(remove(NEXT).detail()).contains("current");
    send("1.0.0", "/go", "a");
    router.lookNow();
    Site.await(
        "it is removed",
        () -> {
          router.lookNow();
          return row(ONE).state() == AppState.CLOSED;
        });

    assertThat(host.running()).hasSize(1);
    assertThat(router.sendToOwner("a", AppRequest.get("/")))
        .isInstanceOfSatisfying(
            Answer.OfClosedApp.class,
            answer ->
                assertThat(answer.owner().instance().status())
                    .isEqualTo(OrchestrationRuntimeStatus.COMPLETED));
    assertThat(remove(ONE).verdict()).isEqualTo(Verdict.UNCHANGED);
    assertThat(answered(send("1.0.0", "/", ""))).isEqualTo("1.0.0");
    assertThat(row(ONE).run()).isEqualTo(2);
    assertThat(storage.hub(HUB).records().auditLog(0, 1000))
        .anyMatch(
            entry -> entry.action().equals("router-app") && entry.detail().contains("CLOSED"));
  }

  @Test
  void R9_a_start_that_races_with_a_removal_is_accepted_or_waits_and_is_never_lost()
      throws Exception {
    deploy("1.0.0");
    deploy("1.1.0");
    int orders = 10;
    Callable<Boolean> starts =
        () -> {
          for (int i = 0; i < orders; i++) {
            assertThat(answered(send("1.0.0", "/start", "race" + i))).isEqualTo("1.0.0");
            assertThat(answered(send("1.0.0", "/go", "race" + i))).isEqualTo("1.0.0");
          }
          return true;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> started = threads.submit(starts);
      while (!started.isDone()) {
        remove(ONE);
      }
      assertThat(started.get()).isTrue();
    }
    for (int i = 0; i < orders; i++) {
      assertThat(storage.hub(ONE.hub()).instance("race" + i))
          .hasValueSatisfying(
              row -> assertThat(row.status()).isEqualTo(OrchestrationRuntimeStatus.COMPLETED));
    }
    assertThat(remove(ONE).succeeded()).isTrue();
  }

  @Test
  void R9_an_idle_app_stays_for_its_grace_time_which_a_new_router_does_not_begin_anew() {
    deploy("1.0.0");
    deploy("1.1.0");
    router.close();
    host = host();
    router = router(storage, host, Duration.ofHours(1));
    Site.await(
        "it is seen idle",
        () -> {
          router.lookNow();
          return row(ONE).idleSince().isPresent();
        });
    RoutedApp idle = row(ONE);
    assertThat(idle.state()).isEqualTo(AppState.RUNNING);
    assertThat(row(NEXT).idleSince()).isEmpty();
    router.close();

    host = host();
    router = router(storage, host, Duration.ZERO);
    Site.await(
        "it is removed",
        () -> {
          router.lookNow();
          return row(ONE).state() == AppState.CLOSED;
        });
  }

  @Test
  void R10_the_limit_is_told_with_the_apps_that_could_go() {
    deploy("1.0.0");
    deploy("1.1.0");
    deploy("2.0.0");
    host.build("bills", "1.0.0", new Orders("bills"));
    Answer refused =
        router.send("bills", Optional.of(AppVersion.parse("1.0.0")), AppRequest.get("/"));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Answer.LimitReached.class,
            answer -> assertThat(answer.removable()).containsExactly(ONE, NEXT));
    assertThat(remove(ONE).verdict()).isEqualTo(Verdict.DONE);
    assertThat(
            answered(
                router.send("bills", Optional.of(AppVersion.parse("1.0.0")), AppRequest.get("/"))))
        .isEqualTo("bills");
  }

  @Test
  void R2_what_no_host_knows_is_not_created() {
    assertThat(send("9.0.0", "/", "")).isInstanceOf(Answer.NotFound.class);
    assertThat(router.send("../orders", Optional.empty(), AppRequest.get("/")))
        .isInstanceOf(Answer.NotFound.class);
    assertThat(router.send("orders", Optional.empty(), AppRequest.get("/")))
        .isInstanceOf(Answer.NotFound.class);
    assertThat(deploy("9.0.0").verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(router.client().apps().apps()).isEmpty();
  }

  @Test
  void R12_an_app_that_died_is_started_again_for_the_next_request() {
    deploy("1.0.0");
    send("1.0.0", "/start", "a");
    host.crash(host.running().iterator().next());
    assertThat(answered(send("1.0.0", "/go", "a"))).isEqualTo("1.0.0");
    assertThat(row(ONE).run()).isEqualTo(2);
  }

  @Test
  void R5_one_router_at_a_time_holds_the_hub_and_the_next_brings_up_its_apps() {
    deploy("1.0.0");
    FakeAppHost other = host();
    Assertions.assertThatThrownBy(
            () -> Router.builder(storage, HUB, other).patience(Duration.ofMillis(200)).start())
        .isInstanceOf(RouterHeldException.class);
    router.close();
    assertThat(host.running()).isEmpty();

    host = host();
    router = router(storage, host);
    Site.await("its app runs", () -> host.running().size() == 1);
    assertThat(answered(send("1.0.0", "/", ""))).isEqualTo("1.0.0");
  }

  @Test
  void R5_a_router_killed_at_any_write_of_creation_and_removal_is_recovered_from() {
    router.close();
    int stride =
        Boolean.getBoolean("varve.soak")
            ? 1
            : !storage.capabilities().durable()
                ? 2
                : storage.capabilities().atomicCommit() ? 8 : 16;
    boolean died = true;
    for (int write = 1; died; write += stride) {
      died = survivesAKill(Fate.dyingBehindWrite(write), write);
      survivesAKill(Fate.dyingBeforeWrite(write), write);
    }
  }

  /** True if the fate came true before all was done. */
  private boolean survivesAKill(Fate fate, int write) {
    FakeAppHost doomed = host();
    ProcessStorage own = new ProcessStorage(storage, fate);
    Thread work = Thread.ofVirtual().start(() -> changes(own, doomed));
    Site.await("write " + write + " or the end", () -> fate.isDead() || !work.isAlive());
    boolean died = fate.isDead();
    fate.die();
    doomed.close();
    own.sessions().forEach(fixture::crash);
    work.interrupt();

    host = host();
    router = router(storage, host);
    assertThat(answered(send("1.0.0", "/", ""))).as("after write %s", write).isEqualTo("1.0.0");
    assertThat(deploy("1.1.0", CurrentChoice.ALWAYS).succeeded()).isTrue();
    assertThat(remove(ONE).succeeded()).isTrue();
    assertThat(row(ONE).state()).isEqualTo(AppState.CLOSED);
    assertThat(row(NEXT).state()).isEqualTo(AppState.RUNNING);
    Site.await("what runs is what the table says", this::hostRunsWhatTheTableSays);
    router.close();
    assertThat(host.running()).isEmpty();
    return died;
  }

  private boolean hostRunsWhatTheTableSays() {
    List<String> rows =
        router.client().apps().apps().stream()
            .filter(row -> row.state().isOpen())
            .map(row -> row.state() + " " + row.hub() + "-" + row.run())
            .sorted()
            .toList();
    return rows.equals(host.running().stream().map(run -> "RUNNING " + run.id()).sorted().toList());
  }

  /** What the process that is killed does: two creations and a removal. */
  private static void changes(Storage store, FakeAppHost doomed) {
    try (Router own = router(store, doomed)) {
      own.client().deploy(Deployment.of(AppBuild.of("orders", "1.0.0"), "test"), LONG);
      own.client()
          .deploy(
              new Deployment(
                  AppBuild.of("orders", "2.0.0"), CurrentChoice.ALWAYS, "test", "a test"),
              LONG);
      own.client().remove(ONE, "test", "a test", LONG);
      own.client()
          .deploy(
              new Deployment(
                  AppBuild.of("orders", "1.1.0"), CurrentChoice.ALWAYS, "test", "a test"),
              LONG);
      own.client().remove(AppKey.parse("orders/2.0"), "test", "a test", LONG);
    } catch (RuntimeException e) {
      // It was killed, and whatever it says no longer counts.
    }
  }

  @Test
  void R11_the_orchestrations_of_the_router_pass_their_own_determinism_check() {
    deploy("1.0.0");
    deploy("1.1.0");
    host.failNextStart("no");
    deploy("2.0.0");
    remove(ONE);
    HubStore hub = storage.hub(HUB);
    ReplayAssert check =
        ReplayAssert.assertThatCode(Varve.builder().register(Router.orchestrations()));
    for (String id : List.of("app/orders/1.0", "app/orders/1.1", "app/orders/2.0", "monitor")) {
      List<HistoryTurn> history = hub.history(id, 0, Integer.MAX_VALUE);
      check.fits(hub, id).everyPrefixDecidesAlike(history);
    }
    assertThat(storage.hubs()).contains("router", "ordersv1x0", "ordersv1x1");
  }
}
