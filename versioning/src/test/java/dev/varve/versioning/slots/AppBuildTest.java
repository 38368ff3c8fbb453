package dev.varve.versioning.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.hostjson.HostJson;
import dev.varve.versioning.slots.Deployment.Location;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S1 and host.json: which setting says where the instances of a build are. */
final class AppBuildTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"version":"2.0","extensions":{"durableTask":{"hubName":"orders","storageProvider":\
          {"connectionStringName":"S"}}}} | S | orders
          {"version":"2.0","extensions":{"durableTask":{"storageProvider":\
          {"connectionName":"S"}}}} | S | default
          {"durableTask":{"hubName":"orders","azureStorageConnectionStringName":"S"}} | S | orders
          {"version":"2.0"} | DurableManagementStorage | default
          """)
  void host_json_in_both_shapes_names_a_setting_and_not_a_connection(
      String text, String setting, String hub) {
    assertThat(AppBuild.of("1.0", HostJson.parse("host.json", text)))
        .isEqualTo(new AppBuild("1.0", setting, hub));
  }

  @Test
  void two_settings_for_one_store_are_refused() {
    HostJson both =
        HostJson.parse(
            "host.json",
            "{\"durableTask\":{\"storageProvider\":{\"connectionName\":\"A\","
                + "\"connectionStringName\":\"B\"}}}");
    assertThatThrownBy(() -> AppBuild.of("1.0", both)).hasMessageContaining("[A, B]");
  }

  @Test
  void S1_the_setting_that_is_named_says_where_instances_are() {
    AppBuild build = new AppBuild("1.0", "S", "%HubName%");
    Deployment deployment = new Deployment("d1", build, Map.of("S", "one", "HubName", "blue"));
    assertThat(deployment.location()).isEqualTo(new Location("one", "blue"));
    assertThatThrownBy(() -> new Deployment("d1", build, Map.of("S", "one")))
        .hasMessageContaining("'HubName'");
    assertThatThrownBy(() -> new Deployment("d1", build, Map.of("HubName", "blue")))
        .hasMessageContaining("'S' is to name the store");
    assertThatThrownBy(() -> new AppBuild("1.0", "S", "no hub")).hasMessageContaining("no hub");
  }

  @Test
  void the_record_is_read_as_it_was_written() {
    Deployment deployment =
        new Deployment("d3", AppBuild.of("1.0"), Map.of(AppBuild.STORE_SETTING, "one"));
    SlotState state =
        new SlotState(
            Map.of(Slot.STAGING, deployment),
            Map.of(Slot.PRODUCTION, Map.of("Colour", "blue"), Slot.STAGING, Map.of()),
            new Starts.Closed(
                "swap", ClosedMode.HOLD, Instant.parse("2026-01-31T12:00:00.123456Z")),
            3,
            "d2");
    assertThat(SlotCodec.decode(SlotCodec.encode(state))).isEqualTo(state);
    assertThat(state.swapped().in(Slot.PRODUCTION)).contains(deployment);
    assertThat(state.swapped().sticky()).isEqualTo(state.sticky());
  }
}
