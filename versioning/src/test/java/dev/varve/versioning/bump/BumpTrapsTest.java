package dev.varve.versioning.bump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M2 to M8 at once, on a tree of about fifty files. */
final class BumpTrapsTest {
  @TempDir private Path directory;
  private CodeTree tree;
  private Map<String, String> before;

  @BeforeEach
  void build_the_tree() throws Exception {
    tree = TrapTree.in(directory.resolve("tree"));
    before = tree.contents();
  }

  private BumpRequest request() {
    return BumpRequest.of(tree.sources().withTests(List.of(tree.path("test"))))
        .withConfiguration(List.of(tree.path("app.properties"), tree.path("versions.properties")));
  }

  private BumpPlan bump() {
    BumpPlan plan = Bump.plan(request());
    plan.write();
    return plan;
  }

  @Test
  void M8_the_result_compiles_both_versions_run_and_the_old_tests_pass_unchanged()
      throws Exception {
    assertThat(before.keySet()).filteredOn(path -> path.endsWith(".java")).hasSizeBetween(49, 55);
    ClassLoader old = tree.compiled();
    Object checked = CodeTree.call(old, "app.OldVersionsTest", "check");
    Map<String, String> outputs = new TreeMap<>();
    List<String> functions =
        List.of("Order_v1", "OrderItem_v1", "PreOrder_v1", "Flow_v1", "Inner_v1", "Stage_v9");
    for (String function : functions) {
      outputs.put(function, tree.output(old, function, "x"));
    }
    for (int i = 0; i < TrapTree.REGIONS; i++) {
      outputs.put("Region" + i + "_v1", tree.output(old, "Region" + i + "_v1", "x"));
    }

    BumpPlan plan = bump();

    ClassLoader both = tree.compiled();
    assertThat(CodeTree.call(both, "app.OldVersionsTest", "check")).isEqualTo(checked);
    for (Map.Entry<String, String> each : outputs.entrySet()) {
      String name = each.getKey();
      assertThat(tree.output(both, name, "x")).isEqualTo(each.getValue());
      if (!name.equals("Stage_v9")) {
        assertThat(tree.output(both, name.replace("_v1", "_v2"), "x"))
            .isEqualTo(inVersion2(each.getValue()));
      }
    }
    assertThat(tree.output(both, "Stage_v11", "x"))
        .isEqualTo("Stage_v11 Stage_v1 Stage_v9 Stage_v100 x");
    assertThat(plan.functions()).hasSize(8 + 2 + 2 * TrapTree.REGIONS);
    assertThat(plan.risks()).extracting(BumpRisk::kind).containsOnly(BumpRisk.Kind.SHARED_CODE);
    assertThat(plan.risks())
        .extracting(BumpRisk::where)
        .containsExactly("src/app/shared/Texts.java:4");
  }

  /** Names behind which more follows are others. */
  private static String inVersion2(String output) {
    return output.replaceAll("_v1(?![0-9x])", "_v2");
  }

  @Test
  void M4_no_byte_of_the_old_code_changes() throws Exception {
    BumpPlan plan = bump();

    Map<String, String> after = tree.contents();
    int edited = 0;
    for (Map.Entry<String, String> file : before.entrySet()) {
      String now = after.get(file.getKey());
      if (plan.files().contains(tree.path(file.getKey()))) {
        edited++;
        assertThat(Removed.lines(file.getValue(), now))
            .as(file.getKey())
            .isSubsetOf(TrapTree.LINES_WITH_TWO_REGISTRATIONS);
        assertThat(Removed.text(file.getValue(), now)).as(file.getKey()).isEmpty();
      } else {
        assertThat(now).as(file.getKey()).isEqualTo(file.getValue());
      }
    }
    assertThat(edited).isEqualTo(6);
    assertThat(after.size() - before.size()).isEqualTo(plan.files().size() - edited);
  }

  @Test
  void M4_each_copy_has_the_line_breaks_and_letters_of_its_original() throws Exception {
    bump();

    Map<String, String> after = tree.contents();
    for (int i = 0; i < TrapTree.REGIONS; i++) {
      String old = "/Region" + i + "_v1.java";
      String path = before.keySet().stream().filter(p -> p.endsWith(old)).findFirst().orElseThrow();
      String copy = after.get(path.replace("_v1.java", "_v2.java"));
      String expected =
          before
              .get(path)
              .replaceAll("(Region|Work)" + i + "_v1(?!0)", "$1" + i + "_v2")
              .replace("Input input = new Input(", "Input_v2 input = new Input_v2(")
              .replace("Helper.wrap", "Helper_v2.wrap");
      assertThat(copy).as(path).isEqualTo(expected);
      assertThat(new String(copy.getBytes(ISO_8859_1), StandardCharsets.UTF_8))
          .contains("Größe 漢字 \uD83D\uDE42");
    }
  }

  @Test
  void M2_configuration_follows_and_what_is_current_stays() throws Exception {
    bump();

    assertThat(tree.text("app.properties"))
        .isEqualTo(
            "retries.Order_v1=3\nretries.Order_v2=3\nretries.OrderItem_v1=4\n"
                + "retries.OrderItem_v2=4\nretries.Order_v10=5\n");
    assertThat(tree.contents().get("versions.properties"))
        .isEqualTo(before.get("versions.properties"));
  }

  @Test
  void M6_the_diff_of_the_whole_tree_makes_the_same_tree() throws Exception {
    BumpPlan plan = bump();

    Path other = directory.resolve("other");
    TrapTree.in(other);
    Patch.apply(plan.diff(), other);
    assertThat(new CodeTree(other).contents()).isEqualTo(tree.contents());
  }

  @Test
  void M7_one_family_is_copied_without_touching_any_other() throws Exception {
    BumpPlan plan = Bump.plan(request().withFunctions(FunctionSelection.named("Region3", "Work3")));
    plan.write();

    assertThat(plan.files())
        .extracting(file -> directory.resolve("tree/src").relativize(file).toString())
        .containsExactly(
            "app/App.java",
            "app/region3/deep/deep/deep/end/Input_v2.java",
            "app/region3/deep/deep/deep/end/Region3_v2.java",
            "app/region3/deep/deep/deep/end/Steps_v2.java");
    assertThat(tree.output(tree.compiled(), "Region3_v2", "x"))
        .isEqualTo("Region3_v2 Region3_v2 [Work3_v2({x})|Work3_v2({x})]");
  }
}
