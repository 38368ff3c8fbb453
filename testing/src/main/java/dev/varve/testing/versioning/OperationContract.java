package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V14: finding and managing instances of any version. */
abstract class OperationContract extends VersioningContract {
  private final List<String> ones = new ArrayList<>();
  private final List<String> twos = new ArrayList<>();

  /** Two of Order_v1, one of them ended; one of Order_v2; one of another name that begins alike. */
  @BeforeEach
  void someRun() {
    site.deploy(
        Code.charging("Order_v1", "Order_v2", "OrderItem_v1")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
    ones.add(start("Order_v1"));
    ones.add(start("Order_v1"));
    twos.add(start("Order_v2"));
    String item = start("OrderItem_v1");
    for (String id : List.of(ones.get(0), ones.get(1), twos.get(0), item)) {
      awaitStatus(id, Code.WAITING);
    }
    client.raiseEvent(ones.get(0), "Go");
    ended(ones.get(0));
  }

  private List<String> query(
      String base, OptionalInt version, Set<OrchestrationRuntimeStatus> statuses) {
    InstanceQuery query =
        new InstanceQuery(
            Optional.of(base),
            version,
            statuses,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            false,
            100,
            Optional.empty());
    return client.queryInstances(query).instances().stream()
        .map(OrchestrationMetadata::instanceId)
        .toList();
  }

  @Test
  void V14_instances_are_found_by_base_name_version_and_status() {
    List<String> all = new ArrayList<>(ones);
    all.addAll(twos);
    Set<OrchestrationRuntimeStatus> running = Set.of(OrchestrationRuntimeStatus.RUNNING);
    assertThat(query("Order", OptionalInt.empty(), Set.of()))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(query("Order", OptionalInt.of(1), Set.of()))
        .containsExactlyInAnyOrderElementsOf(ones);
    assertThat(query("Order", OptionalInt.of(1), running)).containsExactly(ones.get(1));
    assertThat(query("Order", OptionalInt.empty(), running))
        .containsExactlyInAnyOrder(ones.get(1), twos.get(0));
    assertThat(query("Order", OptionalInt.of(3), Set.of())).isEmpty();
  }

  @Test
  void V14_instances_are_counted_by_base_name_version_and_status() {
    assertThat(client.countInstances())
        .containsExactlyInAnyOrder(
            count("Order_v1", OrchestrationRuntimeStatus.COMPLETED),
            count("Order_v1", OrchestrationRuntimeStatus.RUNNING),
            count("Order_v2", OrchestrationRuntimeStatus.RUNNING),
            count("OrderItem_v1", OrchestrationRuntimeStatus.RUNNING));
  }

  private static InstanceCount count(String function, OrchestrationRuntimeStatus status) {
    return new InstanceCount(FunctionName.parse(function), status, 1, 0);
  }

  @Test
  void V14_events_and_management_need_the_instance_id_only() {
    for (String id : List.of(ones.get(1), twos.get(0))) {
      client.suspendInstance(id, "for a moment");
      Site.await(
          "it is suspended",
          () -> metadata(id).runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
      client.raiseEvent(id, "Go");
      client.resumeInstance(id, "goes on");
    }
    assertThat(output(ones.get(1))).isEqualTo("Order_v1 Charge_v1");
    assertThat(output(twos.get(0))).isEqualTo("Order_v2 Charge_v2");
    assertThat(client.purgeInstance(ones.get(1))).isTrue();
    assertThat(client.getInstanceMetadata(ones.get(1))).isEmpty();
  }
}
