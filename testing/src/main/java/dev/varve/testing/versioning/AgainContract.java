package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VersionChoice;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.versioning.export.HubExport;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V15: instances that are rewound or started once more, while versions move. */
abstract class AgainContract extends VersioningContract {
  private static final int ENOUGH = 60;
  @TempDir Path directory;

  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void versionOneIsCurrent() {
    current("Order", 1);
    broken.clear();
  }

  /** One version of everything: a charge, a child that ships, and a receipt. */
  private Consumer<VarveBuilder> release(int version) {
    Consumer<VarveBuilder> orders =
        builder -> {
          builder.orchestrator(
              "Order_v" + version,
              String.class,
              (context, input) ->
                  "v"
                      + version
                      + " "
                      + Code.call(context, "Charge")
                      + " "
                      + context
                          .callSubOrchestrator(
                              "Parcel",
                              input,
                              String.class,
                              SubOrchestrationOptions.DEFAULT.withInstanceId(
                                  context.instanceId() + "-parcel"))
                          .await()
                      + " "
                      + Code.call(context, "Receipt"));
          builder.orchestrator(
              "Parcel_v" + version,
              String.class,
              (context, input) -> Code.call(context, "Pack") + " " + Code.call(context, "Ship"));
        };
    return orders
        .andThen(activity("Charge", version))
        .andThen(activity("Pack", version))
        .andThen(activity("Ship", version))
        .andThen(activity("Receipt", version));
  }

  private Consumer<VarveBuilder> activity(String base, int version) {
    FunctionName name = new FunctionName(base, version);
    return builder ->
        builder.activity(
            name.toString(),
            String.class,
            (context, input) -> {
              site.journal().note(base, version, context, input);
              if (broken.contains(base)) {
                throw new IllegalStateException(base + " is broken");
              }
              return name.toString();
            });
  }

  private static String all(int version) {
    return "v" + version + " Charge_vN Pack_vN Ship_vN Receipt_vN".replace("N", "" + version);
  }

  /** An order of version 1 that failed in its parcel. */
  private String failedOrder() {
    broken.add("Ship");
    String id = start("Order");
    assertThat(ended(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    broken.clear();
    return id;
  }

  private void assertDoneOnce(String id) {
    assertThat(site.journal().runs(id, "Charge")).isEqualTo(1);
    assertThat(site.journal().runs(id + "-parcel", "Pack")).isEqualTo(1);
  }

  @Test
  void V15_a_rewind_keeps_version_set_and_resolutions_though_the_configuration_moved() {
    Worker before = site.deploy(release(1));
    String id = failedOrder();
    String set = started(id).versionSetId();
    before.kill();
    site.deploy(release(1).andThen(release(2)));
    for (String base : Set.of("Order", "Parcel", "Charge", "Pack", "Ship", "Receipt")) {
      current(base, 2);
    }
    assertThat(output(start("Order"))).isEqualTo(all(2));
    client.rewindInstance(id, "the carrier is back");
    assertThat(output(id)).isEqualTo(all(1));
    assertThat(started(id).versionSetId()).isEqualTo(set);
    assertThat(metadata(id).function()).isEqualTo(new FunctionName("Order", 1));
    assertThat(site.journal().of(id)).allMatch(entry -> entry.version() == 1);
    assertThat(site.journal().of(id + "-parcel")).allMatch(entry -> entry.version() == 1);
    assertDoneOnce(id);
  }

  @Test
  void V15_a_rewind_needs_no_code_and_waits_for_a_worker_with_the_version() {
    Worker able = site.deploy(release(1));
    String id = failedOrder();
    able.kill();
    site.deploy(release(2));
    client.rewindInstance(id);
    assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    awaitCondition(id, InstanceCondition.WAITING_FOR_VERSION);
    site.deploy(release(1));
    assertThat(output(id)).isEqualTo(all(1));
    assertDoneOnce(id);
  }

  @Test
  void V15_a_rewind_comes_through_though_workers_die_at_any_write_behind_it() {
    Worker able = site.deploy(release(1));
    String id = failedOrder();
    able.kill();
    client.rewindInstance(id);
    int deaths = 0;
    while (!metadata(id).isCompleted()) {
      assertThat(deaths++).as("a rewound order ends").isLessThan(ENOUGH);
      Fate fate =
          deaths % 2 == 0 ? Fate.dyingBeforeWrite(2 + deaths / 2) : Fate.dyingBehindWrite(2);
      Worker mortal = site.deploy(release(1), fate);
      Site.await("it dies or ends", () -> mortal.diesOfAWrite() || metadata(id).isCompleted());
      mortal.kill();
    }
    assertThat(deaths).isGreaterThan(2);
    assertThat(output(id)).isEqualTo(all(1));
    assertDoneOnce(id);
    assertThat(history(id + "-parcel", ExecutionRewound.class)).hasSize(1);
  }

  @Test
  void V15_a_rewound_instance_is_rehearsed_and_exported_like_any_other() {
    Orchestrator<String, String> original =
        (context, input) -> {
          String charged = Code.call(context, "Charge");
          Code.waitForGo(context);
          return charged + " " + Code.call(context, "Receipt");
        };
    Consumer<VarveBuilder> code = waiting(original);
    Worker worker = site.deploy(code);
    broken.add("Charge");
    String id = start("Order");
    assertThat(ended(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    broken.clear();
    client.rewindInstance(id);
    awaitStatus(id, Code.WAITING);
    worker.close();
    Path file = directory.resolve("orders.jsonl");
    assertThat(HubExport.of(site.hub()).writeTo(file)).isEqualTo(1);
    Consumer<VarveBuilder> edited =
        waiting((context, input) -> Code.call(context, "Pack") + original.run(context, input));
    assertThat(rehearsal(code).on(site.hub()).exitCode()).isZero();
    assertThat(rehearsal(code).on(file).exitCode()).isZero();
    assertThat(rehearsal(edited).on(site.hub()).exitCode())
        .isEqualTo(RehearsalReport.EXIT_WOULD_BREAK);
    assertThat(rehearsal(edited).on(file).exitCode()).isEqualTo(RehearsalReport.EXIT_WOULD_BREAK);
  }

  private Consumer<VarveBuilder> waiting(Orchestrator<String, String> order) {
    return Code.orchestrator("Order_v1", order)
        .andThen(activity("Charge", 1))
        .andThen(activity("Pack", 1))
        .andThen(activity("Receipt", 1));
  }

  private static Rehearsal rehearsal(Consumer<VarveBuilder> code) {
    VarveBuilder builder = Varve.builder();
    code.accept(builder);
    return Rehearsal.of(builder);
  }

  @Test
  void V15_a_restart_keeps_the_version_and_its_set_by_default() {
    site.deploy(release(1));
    String id = start("Order");
    assertThat(output(id)).isEqualTo(all(1));
    site.deploy(release(2));
    current("Order", 2);
    current("Charge", 2);
    String again = client.restartInstance(id);
    assertThat(output(again)).isEqualTo(all(1));
    assertThat(started(again).versionSetId()).isEqualTo(started(id).versionSetId());
    assertThat(started(again).input()).isEqualTo(started(id).input());
  }

  @Test
  void V15_a_restart_takes_the_current_version_or_exactly_one_on_request() {
    site.deploy(release(1).andThen(release(2)));
    String id = start("Order");
    assertThat(output(id)).isEqualTo(all(1));
    for (String base : Set.of("Order", "Parcel", "Charge", "Pack", "Ship", "Receipt")) {
      current(base, 2);
    }
    assertThat(output(client.restartInstance(id, true, VersionChoice.current()))).isEqualTo(all(2));
    assertThat(output(client.restartInstance(id, true, VersionChoice.exactly(1))))
        .isEqualTo(all(1));
    OrchestrationMetadata before = metadata(id);
    client.purgeInstance(id + "-parcel");
    assertThat(client.restartInstance(id, false, VersionChoice.current())).isEqualTo(id);
    assertThat(output(id)).isEqualTo(all(2));
    assertThat(metadata(id).executionId()).isNotEqualTo(before.executionId());
  }

  @Test
  void V15_retries_stay_on_the_version_of_the_first_attempt() {
    site.deploy(Shop.version(1, site.journal()));
    current("Retries", 1);
    String id = start("Retries");
    site.deploy(Shop.version(2, site.journal()));
    for (String base : Set.of("Retries", "Step", "Flaky")) {
      current(base, 2);
    }
    assertThat(output(id)).isEqualTo(Shop.expected("Retries", 1));
    assertThat(site.journal().of(id)).allMatch(entry -> entry.version() == 1);
  }
}
