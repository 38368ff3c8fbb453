package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionSetTest {
  @Test
  void the_id_of_a_content_never_changes() {
    assertThat(VersionSet.of(Map.of("Order", 2, "Invoice", 10), Map.of("Charge", 1)).id())
        .isEqualTo("c6315c0e411e252947fadb7f742dcec3");
    assertThat(VersionSet.of(Map.of(), Map.of()).id())
        .isEqualTo("fd88317398c9c3419b49658c99c9a23e");
  }

  @Test
  void the_id_depends_on_the_content_and_not_on_the_order() {
    Map<String, Integer> one = new LinkedHashMap<>();
    one.put("A", 1);
    one.put("B", 2);
    Map<String, Integer> other = new LinkedHashMap<>();
    other.put("B", 2);
    other.put("A", 1);

    assertThat(VersionSet.of(one, Map.of())).isEqualTo(VersionSet.of(other, Map.of()));
  }

  @Test
  void different_contents_have_different_ids() {
    assertThat(
            Stream.of(
                    VersionSet.of(Map.of("A", 1), Map.of()),
                    VersionSet.of(Map.of("A", 2), Map.of()),
                    VersionSet.of(Map.of(), Map.of("A", 1)),
                    VersionSet.of(Map.of("A", 1), Map.of("A", 1)),
                    VersionSet.of(Map.of("A", 11), Map.of()),
                    VersionSet.of(Map.of("A", 1, "B", 1), Map.of()))
                .map(VersionSet::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void versions_are_found_per_kind() {
    VersionSet set = VersionSet.of(Map.of("Order", 2), Map.of("Charge", 3));

    assertThat(set.version(FunctionKind.ORCHESTRATOR, "Order")).hasValue(2);
    assertThat(set.version(FunctionKind.ACTIVITY, "Charge")).hasValue(3);
    assertThat(set.version(FunctionKind.ACTIVITY, "Order")).isEmpty();
    assertThat(set.version(FunctionKind.ORCHESTRATOR, "order")).isEmpty();
  }

  @Test
  void a_set_cannot_be_changed() {
    Map<String, Integer> versions = new HashMap<>(Map.of("A", 1));
    VersionSet set = VersionSet.of(versions, Map.of());
    versions.put("A", 2);

    assertThat(set.orchestrators()).containsEntry("A", 1);
    assertThatThrownBy(() -> set.orchestrators().put("A", 3))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
