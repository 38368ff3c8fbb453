package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HubNamesTest {
  @Test
  void tables_keep_the_case_of_the_hub_and_queues_and_containers_do_not() {
    HubNames names = HubNames.of("MyHub");

    assertThat(names.instances()).isEqualTo("MyHubInstances");
    assertThat(names.history()).isEqualTo("MyHubHistory");
    assertThat(names.partitions()).isEqualTo("MyHubPartitions");
    assertThat(names.work()).isEqualTo("MyHubWork");
    assertThat(names.control(0)).isEqualTo("myhub-control-00");
    assertThat(names.control(15)).isEqualTo("myhub-control-15");
    assertThat(names.worker(7)).isEqualTo("myhub-worker-7");
    assertThat(names.largeMessages()).isEqualTo("myhub-largemessages");
  }

  @Test
  void T1_shared_tables_have_the_prefix_and_all_else_stays_with_the_hub() {
    HubNames names = HubNames.of("MyHub").tracked("DurableTask");

    assertThat(names.instances()).isEqualTo("DurableTaskInstances");
    assertThat(names.history()).isEqualTo("DurableTaskHistory");
    assertThat(names.work()).isEqualTo("MyHubWork");
    assertThat(names.largeMessages()).isEqualTo("myhub-largemessages");
  }

  @Test
  void the_longest_hub_name_has_names_that_the_service_takes() {
    HubNames names = HubNames.of("h".repeat(45));

    assertThat(names.partitions()).hasSizeLessThanOrEqualTo(63);
    assertThat(names.largeMessages()).hasSizeLessThanOrEqualTo(63);
    assertThat(names.worker(9_999_999_999L)).hasSizeLessThanOrEqualTo(63);
    assertThatThrownBy(() -> HubNames.of("my-hub"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("my-hub");
  }
}
