package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M2 and M9: configuration keys follow, and what is current changes only if that is wished. */
final class BumpConfigurationTest {
  @TempDir private Path directory;

  private CodeTree tree() throws Exception {
    return Programs.order(directory.resolve("tree"));
  }

  private static BumpPlan plan(CodeTree tree, String... files) {
    List<Path> paths = java.util.Arrays.stream(files).map(tree::path).toList();
    BumpPlan plan = Bump.plan(tree.request().withConfiguration(paths));
    plan.write();
    return plan;
  }

  @Test
  void M2_keys_of_properties_get_siblings_and_no_other_byte_changes() throws Exception {
    String before =
        "\uFEFF# retries of Order_v1\r\nretries.Order_v1.max = 3\r\n"
            + "timeout.Charge_v1:PT5S \\\r\n   for Charge_v1\r\nOrder_v10=1\r\nOrder=1\r\n"
            + "name.Grö\\u00dfe=x\r\nBig.Order_v1=0\nqueue.Charge_v1=a\nqueue.Charge_v2=b\nlast.Order_v1";
    CodeTree tree = tree().file("app.properties", before);

    BumpPlan plan = plan(tree, "app.properties");

    assertThat(tree.text("app.properties"))
        .isEqualTo(
            "\uFEFF# retries of Order_v1\r\nretries.Order_v1.max = 3\r\nretries.Order_v2.max = 3\r\n"
                + "timeout.Charge_v1:PT5S \\\r\n   for Charge_v1\r\n"
                + "timeout.Charge_v2:PT5S \\\r\n   for Charge_v2\r\nOrder_v10=1\r\nOrder=1\r\n"
                + "name.Grö\\u00dfe=x\r\nBig.Order_v1=0\nBig.Order_v2=0\n"
                + "queue.Charge_v1=a\nqueue.Charge_v2=b\nlast.Order_v1\r\nlast.Order_v2");
    assertThat(plan.risks()).isEmpty();
  }

  @Test
  void M2_keys_of_json_get_siblings_at_any_depth() throws Exception {
    CodeTree tree =
        tree()
            .file(
                "app.json",
                """
                {
                  "queues": {"Order_v1": [1, {"Charge_v1": 2}], "x": "é\\"}"},
                  "Charge_v1": {
                    "of": "Charge_v1"
                  },
                  "who": "Order_v1"
                }
                """);

    BumpPlan plan = plan(tree, "app.json");

    assertThat(tree.text("app.json"))
        .isEqualTo(
            """
            {
              "queues": {"Order_v1": [1, {"Charge_v1": 2}], "Order_v2": [1, {"Charge_v2": 2}], "x": "é\\"}"},
              "Charge_v1": {
                "of": "Charge_v1"
              },
              "Charge_v2": {
                "of": "Charge_v2"
              },
              "who": "Order_v1"
            }
            """);
    assertThat(plan.risks())
        .singleElement()
        .matches(r -> r.where().equals("app.json:6"))
        .matches(r -> r.kind() == BumpRisk.Kind.NAMED_ELSEWHERE);
  }

  @Test
  void M2_code_that_reads_a_key_reads_its_sibling_in_the_copy() throws Exception {
    CodeTree tree = tree().file("app.properties", "retries.Order_v1=3\n");
    tree.java(
        "app/Order_v1.java",
        Programs.orchestrator("app", "Order_v1", "return \"retries.Order_v1 other.Order_v1\";"));

    BumpPlan plan = plan(tree, "app.properties");

    assertThat(tree.text("src/app/Order_v2.java"))
        .contains("return \"retries.Order_v2 other.Order_v1\";");
    assertThat(plan.risks()).extracting(BumpRisk::kind).containsExactly(BumpRisk.Kind.UNRESOLVED);
  }

  @Test
  void M2_files_of_other_kinds_are_searched_and_not_changed() throws Exception {
    CodeTree tree = tree().file("app.yaml", "retries:\n  Order_v1: 3\n  Order_v10: 4\n");

    BumpPlan plan = plan(tree, "app.yaml");

    assertThat(tree.text("app.yaml")).isEqualTo("retries:\n  Order_v1: 3\n  Order_v10: 4\n");
    assertThat(plan.risks()).singleElement().matches(r -> r.where().equals("app.yaml:2"));
  }

  @Test
  void M2_broken_json_is_refused_with_the_place_and_nothing_is_written() throws Exception {
    for (String broken : List.of("{\n\"a\": }", "{\"a\": 1,}", "{\"a\" 1}", "[1", "{} {}", "")) {
      CodeTree tree = tree().file("app.json", broken);
      Map<String, String> before = tree.contents();

      assertThatThrownBy(() -> plan(tree, "app.json"))
          .isInstanceOf(BumpRefusedException.class)
          .hasMessageContaining("app.json:")
          .hasMessageContaining("is not valid JSON");
      assertThat(tree.contents()).isEqualTo(before);
    }
  }

  @Test
  void M9_what_is_current_stays_unless_it_is_activated() throws Exception {
    String versions = "# current\r\nOrder = 1\r\nCharge=1\r\n*=1\r\n";
    CodeTree tree = tree().file("versions.properties", versions);

    plan(tree, "versions.properties");
    assertThat(tree.text("versions.properties")).isEqualTo(versions);

    Bump.plan(tree.request().activatingIn(tree.path("versions.properties"))).write();
    assertThat(tree.text("versions.properties"))
        .isEqualTo("# current\r\nOrder = 3\r\nCharge=3\r\n*=1\r\n");
  }

  @Test
  void M9_activating_adds_an_entry_for_an_orchestrator_and_none_for_an_activity() throws Exception {
    Map<String, String> files =
        Map.of(
            "a.properties", "# none",
            "b.json", "{}",
            "c.json", "{\n  \"Other\": 7\n}\n",
            "d.json", "{\"Order\": 1, \"in\": {\"Order\": 5}}");
    CodeTree tree = tree();
    for (Map.Entry<String, String> file : files.entrySet()) {
      tree.file(file.getKey(), file.getValue());
      Bump.plan(
              tree.request()
                  .withTarget(TargetVersion.exactly(2))
                  .activatingIn(tree.path(file.getKey())))
          .write();
    }

    assertThat(tree.text("a.properties")).isEqualTo("# none\nOrder=2\n");
    assertThat(tree.text("b.json")).isEqualTo("{\"Order\": 2}");
    assertThat(tree.text("c.json")).isEqualTo("{\n  \"Other\": 7,\n  \"Order\": 2\n}\n");
    assertThat(tree.text("d.json")).isEqualTo("{\"Order\": 2, \"in\": {\"Order\": 5}}");
  }

  @Test
  void M9_a_file_that_cannot_name_a_current_version_is_refused() throws Exception {
    CodeTree tree = tree().file("versions.properties", "Order=two\n");

    assertThatThrownBy(
            () -> Bump.plan(tree.request().activatingIn(tree.path("versions.properties"))))
        .isInstanceOf(BumpRefusedException.class)
        .hasMessage(
            "versions.properties:1: the current version 'two' of 'Order' is not a whole number;"
                + " correct it first");
    assertThatThrownBy(() -> tree.request().activatingIn(tree.path("versions.yaml")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("versions.yaml' holds no current versions");
  }

  @Test
  void M9_starts_that_carry_a_version_are_reported_and_starts_by_base_name_are_not()
      throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/Client.java",
                """
                package app;

                import dev.varve.StartOptions;
                import dev.varve.VarveClient;

                class Client {
                  static final String NAME = "Order_v1";

                  void start(VarveClient client) {
                    client.scheduleNewOrchestrationInstance("Order", "x");
                    client.scheduleNewOrchestrationInstance("Order_v1", "x");
                    client.scheduleNewOrchestrationInstance(NAME, "x");
                    client.scheduleNewOrchestrationInstance(
                        "Order", "x", StartOptions.DEFAULT.withVersion(1));
                  }
                }
                """);
    String before = tree.text("src/app/Client.java");

    BumpPlan plan = tree.bump();

    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.EXPLICIT_START)
        .extracting(BumpRisk::where)
        .containsExactlyInAnyOrder(
            "app/Client.java:11", "app/Client.java:12", "app/Client.java:14");
    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.NAMED_ELSEWHERE)
        .extracting(BumpRisk::where)
        .containsExactly("app/Client.java:7");
    assertThat(tree.text("src/app/Client.java")).isEqualTo(before);
  }
}
