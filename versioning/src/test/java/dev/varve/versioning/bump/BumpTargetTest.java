package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M1, M6 and M7: what is copied to which version, and when nothing is. */
final class BumpTargetTest {
  @TempDir private Path directory;

  @Test
  void M1_a_version_that_is_not_greater_is_refused_and_no_file_is_touched() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.bump();
    tree.bump();
    Map<String, String> before = tree.contents();

    for (int version : List.of(1, 2)) {
      assertThatThrownBy(() -> Bump.plan(tree.request().withTarget(TargetVersion.exactly(version))))
          .isInstanceOf(BumpRefusedException.class)
          .hasMessage(
              "Order_v3 is there already, and "
                  + version
                  + " is not greater; give more than 3, or take the next");
    }
    assertThatThrownBy(() -> TargetVersion.exactly(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 0");
    assertThat(tree.contents()).isEqualTo(before);
  }

  @Test
  void M1_an_unknown_base_name_is_refused_with_the_known_ones() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));

    assertThatThrownBy(() -> tree.bump("Ordre"))
        .isInstanceOf(BumpRefusedException.class)
        .hasMessage("the source tree has no function Ordre; it has Charge, Order");
    assertThatThrownBy(() -> FunctionSelection.named("Order_v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'Order_v1' carries a version; name the base alone, such as Order");
  }

  @Test
  void M1_next_is_one_above_the_highest_as_a_number() throws Exception {
    CodeTree tree =
        new CodeTree(directory.resolve("tree"))
            .java("app/Order_v9.java", Programs.orchestrator("app", "Order_v9"))
            .java("app/Order_v10.java", Programs.orchestrator("app", "Order_v10"))
            .java(
                "app/App.java",
                Programs.app("builder.orchestrator(Order_v10::new).orchestrator(Order_v9::new);"));

    assertThat(tree.bump().functions())
        .extracting(CopiedFunction::toString)
        .containsExactly("orchestrator Order_v10 -> Order_v11");
    assertThat(tree.text("src/app/App.java"))
        .contains(
            "builder.orchestrator(Order_v10::new).orchestrator(Order_v11::new)"
                + ".orchestrator(Order_v9::new);");
  }

  @Test
  void M1_an_explicit_version_may_leave_numbers_out() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));

    BumpPlan plan = Bump.plan(tree.request().withTarget(TargetVersion.exactly(7)));
    plan.write();

    assertThat(tree.output(tree.compiled(), "Order_v7", "x")).isEqualTo("Order_v7(Charge_v7 of x)");
    assertThat(tree.output(tree.compiled(), "Order_v1", "x")).isEqualTo("Order_v1(Charge_v1 of x)");
  }

  @Test
  void M1_code_that_does_not_parse_is_refused_with_the_place() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree")).java("app/Broken.java", "class {");
    Map<String, String> before = tree.contents();

    assertThatThrownBy(tree::bump)
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("does not parse")
        .hasMessageContaining("Broken.java:1:");
    assertThat(tree.contents()).isEqualTo(before);
  }

  @Test
  void M6_a_second_run_with_the_same_version_changes_nothing_and_says_complete() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    BumpRequest request = tree.request().withTarget(TargetVersion.exactly(2));
    Bump.plan(request).write();
    Map<String, String> after = tree.contents();

    BumpPlan again = Bump.plan(request);
    again.write();

    assertThat(again.isComplete()).isTrue();
    assertThat(again.files()).isEmpty();
    assertThat(again.diff()).isEmpty();
    assertThat(again.summary())
        .isEqualTo(
            """
            Order_v2 is complete, nothing is copied
            Charge_v2 is complete, nothing is copied
            """);
    assertThat(tree.contents()).isEqualTo(after);
  }

  @Test
  void M6_next_makes_another_version_each_time_and_says_so() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.bump();

    BumpPlan again = tree.bump();

    assertThat(again.isComplete()).isFalse();
    assertThat(again.summary())
        .startsWith("orchestrator Order_v2 -> Order_v3\nactivity Charge_v2 -> Charge_v3\n");
    ClassLoader classes = tree.compiled();
    for (int version = 1; version <= 3; version++) {
      assertThat(tree.output(classes, "Order_v" + version, "x"))
          .isEqualTo("Order_v%d(Charge_v%d of x)".formatted(version, version));
    }
  }

  @Test
  void M6_a_run_that_was_done_in_part_copies_the_rest() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.bump("Charge");

    BumpPlan rest = Bump.plan(tree.request().withTarget(TargetVersion.exactly(2)));

    assertThat(rest.functions()).extracting(f -> f.to().toString()).containsExactly("Order_v2");
    assertThat(rest.alreadyThere()).containsExactly(new FunctionName("Charge", 2));
  }

  @Test
  void M6_an_existing_file_in_the_way_is_never_replaced() throws Exception {
    CodeTree tree =
        Programs.order(directory.resolve("tree"))
            .java("app/Order_v2.java", "package app;\n\nclass Order_v2 {}\n");
    Map<String, String> before = tree.contents();

    assertThatThrownBy(tree::bump)
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("Order_v2.java")
        .hasMessageContaining("is there already, but registers no function of that name");
    assertThat(tree.contents()).isEqualTo(before);
  }

  @Test
  void M7_each_function_gets_its_own_next_number() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.bump("Charge");
    tree.bump("Charge");

    BumpPlan plan = Bump.plan(tree.request());

    assertThat(plan.functions())
        .extracting(CopiedFunction::toString)
        .containsExactly("orchestrator Order_v1 -> Order_v2", "activity Charge_v3 -> Charge_v4");
  }

  @Test
  void M7_what_changed_is_copied_with_its_callers_and_nothing_else() throws Exception {
    CodeTree tree = families(directory.resolve("tree"));

    BumpPlan plan =
        Bump.plan(
            tree.request().withFunctions(FunctionSelection.changedAndCallers(Set.of("Charge"))));

    assertThat(plan.functions())
        .extracting(f -> f.from().toString())
        .containsExactly("Order_v1", "Parent_v1", "Charge_v1");
  }

  /** Parent calls Order, Order calls Charge through a constant; Other calls Ship. */
  private static CodeTree families(Path directory) throws Exception {
    return new CodeTree(directory)
        .java(
            "app/Names.java",
            "package app;\n\nclass Names {\n  static final String CHARGE = \"Charge\";\n}\n")
        .java(
            "app/Order_v1.java",
            Programs.orchestrator(
                "app",
                "Order_v1",
                "return context.callActivity(Names.CHARGE, input, String.class).await();"))
        .java(
            "app/Parent_v1.java",
            Programs.orchestrator(
                "app",
                "Parent_v1",
                "return context.callSubOrchestrator(Order_v1.class, input).await();"))
        .java(
            "app/Other_v1.java",
            Programs.orchestrator(
                "app",
                "Other_v1",
                "return context.callActivity(\"Ship\", input, String.class).await();"))
        .java(
            "app/Steps.java",
            "package app;\n\nclass Steps {\n  static String charge(String in) {\n    return in;\n  }\n\n  static String ship(String in) {\n    return in;\n  }\n}\n")
        .java(
            "app/App.java",
            Programs.app(
                """
                builder.orchestrator(Order_v1::new);
                    builder.orchestrator(Parent_v1::new);
                    builder.orchestrator(Other_v1::new);
                    builder.activity("Charge_v1", String.class, Steps::charge);
                    builder.activity("Ship_v1", String.class, Steps::ship);\
                """));
  }

  @Test
  void M7_a_function_called_by_base_name_that_its_caller_will_not_reach_is_reported()
      throws Exception {
    CodeTree tree = families(directory.resolve("tree"));
    tree.bump("Charge");

    BumpPlan plan =
        Bump.plan(tree.request().withFunctions(FunctionSelection.named("Order", "Charge")));

    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.NOT_REACHED)
        .singleElement()
        .satisfies(risk ->
            assertThat(risk.message())
                .startsWith("a call of 'Charge' from version 2 gets a version up to 2"));
  }

  @Test
  void M8_the_old_versions_are_listed_to_be_frozen() throws Exception {
    BumpPlan plan = Bump.plan(Programs.order(directory.resolve("tree")).request());

    assertThat(plan.frozen())
        .containsExactly(new FunctionName("Charge", 1), new FunctionName("Order", 1));
  }

  @Test
  void M8_a_result_that_would_not_compile_is_refused_and_nothing_is_written() throws Exception {
    CodeTree tree =
        new CodeTree(directory.resolve("tree"))
            .java("app/Flow.java", "package app;\n\nsealed interface Flow permits Order_v1 {}\n")
            .java("app/Flows.java", "package app;\n\nclass Flows {\n  Flow flow;\n}\n")
            .java(
                "app/Order_v1.java",
                Programs.orchestrator("app", "Order_v1")
                    .replace("implements ", "implements Flow, "))
            .java("app/App.java", Programs.app("builder.orchestrator(Order_v1::new);"));
    Map<String, String> before = tree.contents();

    assertThatThrownBy(tree::bump)
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("the code would not compile, so nothing was changed")
        .hasMessageContaining("Order_v2.java");
    assertThat(tree.contents()).isEqualTo(before);
  }

  @Test
  void M6_a_dry_run_writes_nothing_and_its_diff_makes_what_the_run_makes() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    Map<String, String> before = tree.contents();

    BumpPlan plan = Bump.plan(tree.request());
    String diff = plan.diff();

    assertThat(tree.contents()).isEqualTo(before);
    plan.write();
    Map<String, String> expected = tree.contents();
    Path other = directory.resolve("other");
    Programs.order(other);
    Patch.apply(diff, other.resolve("src"));
    assertThat(new CodeTree(other).contents()).isEqualTo(expected);
    assertThat(Files.exists(other.resolve("src/app/Order_v2.java"))).isTrue();
  }
}
