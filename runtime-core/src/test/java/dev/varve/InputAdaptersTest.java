package dev.varve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** V8: an adapter that can never be used is refused before anything runs. */
final class InputAdaptersTest {
  private static VarveBuilder orders() {
    return Varve.builder()
        .orchestrator("Order_v1", String.class, (context, input) -> input)
        .orchestrator("Order_v2", Integer.class, (context, input) -> String.valueOf(input));
  }

  private static VarveBuilder adapted(String to, String from) {
    return orders().inputAdapter(to, from, String.class, Integer::valueOf);
  }

  @Test
  void V8_an_adapter_leads_from_one_version_to_another_of_the_same_orchestrator() {
    assertThatThrownBy(() -> adapted("Order_v2", "Item_v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not from 'Item_v1' to 'Order_v2'");
    assertThatThrownBy(() -> adapted("Order_v2", "Order_v2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not from 'Order_v2' to 'Order_v2'");
    assertThatThrownBy(() -> adapted("Order_v02", "Order_v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Order_v02");
  }

  @Test
  void V8_two_adapters_between_the_same_versions_are_refused() {
    assertThatThrownBy(() ->
            adapted("Order_v2", "Order_v1")
                .inputAdapter("Order_v2", "Order_v1", String.class, String::length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two adapters from 'Order_v1' to 'Order_v2'");
  }

  @Test
  void V8_an_adapter_to_what_is_not_registered_is_refused_at_the_start() {
    VarveBuilder builder = adapted("Order_v3", "Order_v2");
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an adapter to 'Order_v3', but no such orchestrator");
  }
}
