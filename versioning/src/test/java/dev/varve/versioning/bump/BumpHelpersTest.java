package dev.varve.versioning.bump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M4 and M5: bytes stay, and what belongs to the copied code alone goes along. */
final class BumpHelpersTest {
  @TempDir private Path directory;

  private CodeTree tree() throws Exception {
    return new CodeTree(directory.resolve("tree"));
  }

  private CodeTree order(String body) throws Exception {
    return tree()
        .java("app/Order_v1.java", Programs.orchestrator("app", "Order_v1", body))
        .java("app/App.java", Programs.app("builder.orchestrator(Order_v1::new);"));
  }

  @Test
  void M5_helpers_and_payloads_of_copied_code_alone_are_copied() throws Exception {
    CodeTree tree =
        order("return new OrderInput(input, Address.of(input)).text() + Texts.even(2);")
            .java(
                "app/OrderInput.java",
                """
                package app;

                /** What an order takes. */
                record OrderInput(String id, Address address) {
                  OrderInput {
                    id = id.strip();
                  }

                  String text() {
                    return id + address.street();
                  }
                }
                """)
            .java(
                "app/Address.java",
                """
                package app;

                record Address(String street) {
                  static Address of(String street) {
                    return new Address(street);
                  }
                }
                """)
            .java(
                "app/Texts.java",
                """
                package app;

                final class Texts {
                  private static final String PREFIX = ", ";

                  static String even(int n) {
                    return n == 0 ? PREFIX + "even" : odd(n - 1);
                  }

                  static String odd(int n) {
                    return n == 0 ? PREFIX + "odd" : even(n - 1);
                  }
                }
                """);

    BumpPlan plan = tree.bump();

    assertThat(plan.risks()).isEmpty();
    assertThat(plan.files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "Address_v2.java", "App.java", "OrderInput_v2.java", "Order_v2.java", "Texts_v2.java");
    assertThat(tree.text("src/app/OrderInput_v2.java"))
        .contains("record OrderInput_v2(String id, Address_v2 address) {\n  OrderInput_v2 {");
    assertThat(tree.output(tree.compiled(), "Order_v2", "x")).isEqualTo("xx, even");
  }

  @Test
  void M5_shared_helpers_are_left_and_listed_with_who_else_uses_them() throws Exception {
    CodeTree tree =
        order("return Texts.strip(new Input(input).text()) + Texts.mine(input);")
            .java("app/Input.java", "package app;\n\nrecord Input(String text) {}\n")
            .java(
                "app/Client.java",
                "package app;\n\nclass Client {\n  Input input;\n  String text = Texts.strip(\"\");\n}\n")
            .java(
                "app/Texts.java",
                """
                package app;

                final class Texts {
                  static String strip(String text) {
                    return text.strip();
                  }

                  static String mine(String text) {
                    return text;
                  }
                }
                """);

    BumpPlan plan = tree.bump();

    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.SHARED_CODE)
        .extracting(BumpRisk::toString)
        .containsExactlyInAnyOrder(
            "SHARED_CODE app/Input.java:3: 'app.Input' was not copied, since it is used elsewhere too"
                + " (app/Client.java:4); a change to it changes the old version as well",
            "SHARED_CODE app/Texts.java:4: 'app.Texts.strip' was not copied, since it is used"
                + " elsewhere too (app/Client.java:5); a change to it changes the old version as"
                + " well");
    assertThat(tree.text("src/app/Order_v2.java"))
        .contains("Texts.strip(new Input(input).text()) + Texts.mine_v2(input)");
    assertThat(tree.text("src/app/Texts.java"))
        .contains(
            """
              static String mine(String text) {
                return text;
              }

              static String mine_v2(String text) {
                return text;
              }
            }
            """);
  }

  @Test
  void M5_tests_do_not_make_a_helper_a_shared_one() throws Exception {
    CodeTree tree =
        order("return new Input(input).text();")
            .java("app/Input.java", "package app;\n\nrecord Input(String text) {}\n");
    tree.file(
        "test/app/InputTest.java",
        "package app;\n\nclass InputTest {\n  Input input = new Input(\"Order_v1\");\n}\n");

    BumpPlan plan =
        Bump.plan(BumpRequest.of(tree.sources().withTests(java.util.List.of(tree.path("test")))));

    assertThat(plan.risks()).isEmpty();
    assertThat(plan.diff()).contains("+++ b/app/Input_v2.java").doesNotContain("InputTest");
  }

  @Test
  void M5_a_type_whose_sealed_parent_is_shared_stays() throws Exception {
    CodeTree tree =
        order("return new Shapes.Round(input).text() + new Own.Left(input);")
            .java(
                "app/Shapes.java",
                """
                package app;

                sealed interface Shapes {
                  record Round(String text) implements Shapes {}

                  record Square(String text) implements Shapes {}
                }
                """)
            .java(
                "app/Own.java",
                """
                package app;

                sealed interface Own {
                  record Left(String text) implements Own {}

                  record Right(String text) implements Own {}
                }
                """)
            .java("app/Client.java", "package app;\n\nclass Client {\n  Shapes shapes;\n}\n");

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/Order_v2.java"))
        .contains("new Shapes.Round(input).text() + new Own_v2.Left(input)");
    assertThat(plan.risks()).singleElement().matches(r -> r.message().contains("'app.Shapes"));
  }

  @Test
  void M5_state_and_overriding_methods_stay_and_are_listed() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/App.java",
                """
                package app;

                import dev.varve.VarveBuilder;

                class App {
                  private static int count;
                  private static final int LIMIT = 3;

                  static void register(VarveBuilder builder) {
                    builder.activity("Count_v1", String.class, App::count);
                    builder.activity("Show_v1", String.class, in -> new App().toString());
                  }

                  static String count(String in) {
                    count++;
                    return in + (count < LIMIT);
                  }

                  @Override
                  public String toString() {
                    return "App";
                  }
                }
                """);

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/App.java"))
        .contains(
            "static String count_v2(String in) {\n    count++;\n    return in + (count < LIMIT_V2);")
        .contains("private static final int LIMIT_V2 = 3;")
        .contains("in -> new App().toString());\n  }");
    assertThat(plan.risks())
        .extracting(BumpRisk::message)
        .anyMatch(message -> message.startsWith("'app.App.count' was not copied"))
        .anyMatch(
            message -> message.startsWith("'app.App.toString' was not copied, since it overrides"));
  }

  @Test
  void M5_names_of_copies_go_on_from_the_number_they_have_and_avoid_what_is_taken()
      throws Exception {
    CodeTree tree =
        order("return new Input(input).text() + new Old_v7(input) + new Late(input);")
            .java("app/Input.java", "package app;\n\nrecord Input(String text) {}\n")
            .java("app/Late.java", "package app;\n\nrecord Late(String text) {}\n")
            .java("app/Late_v2.java", "package app;\n\nrecord Late_v2(String text) {}\n")
            .java("app/Old_v7.java", "package app;\n\nrecord Old_v7(String text) {}\n");

    tree.bump();
    tree.bump();

    assertThat(tree.text("src/app/Order_v2.java"))
        .contains("new Input_v2(input).text() + new Old_v8(input) + new Late_v3(input)");
    assertThat(tree.text("src/app/Order_v3.java"))
        .contains("new Input_v3(input).text() + new Old_v9(input) + new Late_v4(input)");
  }

  @Test
  void M5_nested_and_second_classes_of_a_file_are_copied_where_they_can_stand() throws Exception {
    CodeTree tree =
        order("return Tools.Inner.text(input) + new Second(input).text();")
            .java(
                "app/Tools.java",
                """
                // A header.
                package app;

                import java.util.List;

                final class Tools {
                  List<String> list;

                  /** Used by one. */
                  static final class Inner {
                    static String text(String in) {
                      return in;
                    }
                  }

                  Tools() {}
                }

                /** In a file with another. */
                record Second(String text) {}
                """)
            .java(
                "app/Client.java",
                "package app;\n\nclass Client {\n  Tools tools = new Tools();\n}\n");

    tree.bump();

    assertThat(tree.text("src/app/Tools.java"))
        .contains(
            """
                }
              }

              /** Used by one. */
              static final class Inner_v2 {
                static String text(String in) {
                  return in;
                }
              }

              Tools() {}
            """);
    assertThat(tree.text("src/app/Second_v2.java"))
        .isEqualTo(
            """
            // A header.
            package app;

            import java.util.List;

            /** In a file with another. */
            record Second_v2(String text) {}
            """);
    assertThat(tree.output(tree.compiled(), "Order_v2", "x")).isEqualTo("xx");
  }

  @Test
  void M5_enums_switches_and_static_imports_follow() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/kinds/Kind.java",
                "package app.kinds;\n\npublic enum Kind {\n  BIG,\n  SMALL\n}\n")
            .java(
                "app/kinds/Limits.java",
                "package app.kinds;\n\npublic class Limits {\n  public static final int MOST = 3;\n}\n")
            .java(
                "app/App.java",
                """
                package app;

                import static app.kinds.Kind.BIG;
                import static app.kinds.Limits.MOST;

                import app.kinds.Kind;
                import dev.varve.VarveBuilder;

                class App {
                  static void register(VarveBuilder builder) {
                    builder.orchestrator(
                        "Order_v1", String.class, (context, in) -> text(in.length() > MOST ? BIG : Kind.SMALL));
                  }

                  static String text(Kind kind) {
                    return switch (kind) {
                      case BIG -> "big";
                      case SMALL -> "small";
                    };
                  }
                }
                """);

    tree.bump();

    assertThat(tree.text("src/app/App.java"))
        .contains(
            "text_v2(in.length() > app.kinds.Limits_v2.MOST ? app.kinds.Kind_v2.BIG : Kind_v2.SMALL)")
        .contains("import app.kinds.Kind;\nimport app.kinds.Kind_v2;\n")
        .contains(
            "static String text_v2(Kind_v2 kind) {\n    return switch (kind) {\n      case BIG ->");
    assertThat(tree.output(tree.compiled(), "Order_v2", "long text")).isEqualTo("big");
  }

  @Test
  void M4_windows_line_breaks_tabs_and_other_letters_stay_byte_for_byte() throws Exception {
    String app =
        Programs.APP
            .replace("  private", "\t/* Größe: 漢字 \uD83D\uDE42 */ int   unusual=1 ;\n\n\tprivate")
            .replace("\n", "\r\n");
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.bytes("src/app/App.java", app.getBytes(UTF_8));
    tree.bytes(
        "src/app/Order_v1.java",
        Programs.ORDER.replace("\n", "\r\n").replace("Version", "Größe").getBytes(UTF_8));
    Map<String, String> before = tree.contents();

    BumpPlan plan = tree.bump();

    String after = tree.text("src/app/App.java");
    assertThat(after).contains("Größe: 漢字 \uD83D\uDE42 */ int   unusual=1 ;\r\n");
    assertThat(after.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    assertThat(Removed.lines(app, after)).as("lines of the original that are gone").isEmpty();
    assertThat(tree.text("src/app/Order_v2.java"))
        .isEqualTo(
            Programs.ORDER.replace("_v1", "_v2").replace("\n", "\r\n").replace("Version", "Größe"));
    assertThat(tree.contents().get("src/app/Order_v1.java"))
        .isEqualTo(before.get("src/app/Order_v1.java"));
    assertThat(plan.diff()).contains("Größe");
  }

  @Test
  void M4_a_byte_order_mark_stays_and_is_copied() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.java("app/Order_v1.java", "\uFEFF" + Programs.ORDER);

    tree.bump();

    assertThat(tree.text("src/app/Order_v1.java")).isEqualTo("\uFEFF" + Programs.ORDER);
    assertThat(tree.text("src/app/Order_v2.java"))
        .isEqualTo("\uFEFF" + Programs.ORDER.replace("_v1", "_v2"));
  }

  @Test
  void M4_a_tree_in_another_encoding_keeps_it() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    String order = Programs.ORDER.replace("Version", "Größe");
    tree.bytes("src/app/Order_v1.java", order.getBytes(ISO_8859_1));

    assertThatThrownBy(tree::bump)
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("Order_v1.java' is not UTF-8; give the encoding of the source tree");
    Bump.plan(BumpRequest.of(tree.sources().withEncoding(ISO_8859_1))).write();

    assertThat(tree.contents().get("src/app/Order_v2.java")).isEqualTo(order.replace("_v1", "_v2"));
  }

  @Test
  void M4_utf_16_is_kept_with_its_mark() throws Exception {
    CodeTree tree = tree();
    tree.bytes(
        "src/app/Order_v1.java",
        Programs.orchestrator("app", "Order_v1").getBytes(StandardCharsets.UTF_16));

    Bump.plan(BumpRequest.of(tree.sources().withEncoding(StandardCharsets.UTF_16))).write();

    assertThat(tree.contents().get("src/app/Order_v2.java").getBytes(ISO_8859_1))
        .isEqualTo(Programs.orchestrator("app", "Order_v2").getBytes(StandardCharsets.UTF_16));
  }
}
