package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M2 and M3: everything that names the old version follows in the copy, and nothing else does. */
final class BumpReferencesTest {
  @TempDir private Path directory;

  private CodeTree tree() throws Exception {
    return new CodeTree(directory.resolve("tree"));
  }

  @Test
  void M2_both_versions_run_side_by_side_and_the_old_one_is_as_it_was() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/Order_v1.java")).isEqualTo(Programs.ORDER);
    assertThat(tree.text("src/app/Order_v2.java"))
        .isEqualTo(
            Programs.ORDER.replace("Order_v1", "Order_v2").replace("Charge_v1", "Charge_v2"));
    assertThat(tree.text("src/app/App.java"))
        .isEqualTo(
            """
            package app;

            import dev.varve.VarveBuilder;

            final class App {
              static void register(VarveBuilder builder) {
                builder
                    .orchestrator(Order_v1::new)
                    .orchestrator(Order_v2::new)
                    .activity("Charge_v1", String.class, App::charge)
                    .activity("Charge_v2", String.class, App::charge_v2);
              }

              private static String charge(String text) {
                return "Charge_v1 of " + text;
              }

              private static String charge_v2(String text) {
                return "Charge_v2 of " + text;
              }
            }
            """);
    assertThat(plan.risks()).isEmpty();
    ClassLoader classes = tree.compiled();
    assertThat(tree.output(classes, "Order_v1", "x")).isEqualTo("Order_v1(Charge_v1 of x)");
    assertThat(tree.output(classes, "Order_v2", "x")).isEqualTo("Order_v2(Charge_v2 of x)");
  }

  @Test
  void M2_an_adapter_that_leads_to_the_old_version_leads_to_the_copy_as_well() throws Exception {
    CodeTree tree = tree();
    tree.java("app/Order_v2.java", Programs.orchestrator("app", "Order_v2"));
    String before =
        """
        package app;

        import dev.varve.VarveBuilder;

        final class App {
          static void register(VarveBuilder builder) {
            builder
                .orchestrator(Order_v2::new)
                .inputAdapter("Order_v2", "Order_v1", Integer.class, old -> "number " + old)
                .inputAdapter("Order_v1", "Order_v2", String.class, old -> 1);
          }
        }
        """;
    tree.java("app/App.java", before);

    BumpPlan plan = tree.bump("Order");

    String place = "        .orchestrator(Order_v2::new)\n";
    String adapter =
        "        .inputAdapter(\"Order_v2\", \"Order_v1\", Integer.class, old -> \"number \" + old)\n";
    assertThat(tree.text("src/app/App.java"))
        .isEqualTo(
            before
                .replace(place, place + place.replace("v2", "v3"))
                .replace(adapter, adapter + adapter.replace("v2", "v3")));
    assertThat(plan.functions()).hasSize(1);
    assertThat(plan.risks())
        .singleElement()
        .satisfies(risk -> {
          assertThat(risk.kind()).isEqualTo(BumpRisk.Kind.NAMED_ELSEWHERE);
          assertThat(risk.message()).contains("Order_v2");
        });
  }

  @Test
  void M2_every_way_to_register_gets_a_sibling() throws Exception {
    CodeTree tree = tree();
    for (String name : List.of("A_v1", "B_v1", "C_v1", "D_v1", "Logic")) {
      tree.java("app/" + name + ".java", Programs.orchestrator("app", name));
    }
    tree.java(
        "app/F_v1.java",
        """
        package app;

        import dev.varve.Activity;
        import dev.varve.ActivityContext;

        final class F_v1 implements Activity<String, String> {
          @Override
          public String run(ActivityContext context, String input) {
            return input;
          }
        }
        """);
    tree.java(
        "app/App.java",
        Programs.app(
            """
            builder.orchestrator(A_v1.class); // by class
                builder.orchestrator("B_v1", B_v1.class).orchestrator(C_v1::new);
                builder.orchestrator(() -> new D_v1());
                if (builder != null)
                  builder.orchestrator("E_v1", Logic.class);
                builder
                    .activity(new F_v1()) // an object
                    .activity("G_v1", String.class, (context, input) -> "G_v1 " + input)
                    // a lambda of several lines
                    .activity(
                        "H_v1",
                        String.class,
                        input -> {
                          return input;
                        });\
            """));

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/App.java"))
        .isEqualTo(
            Programs.app(
                """
                builder.orchestrator(A_v1.class); // by class
                    builder.orchestrator(A_v2.class);
                    builder.orchestrator("B_v1", B_v1.class).orchestrator("B_v2", B_v2.class)\
                .orchestrator(C_v1::new).orchestrator(C_v2::new);
                    builder.orchestrator(() -> new D_v1());
                    builder.orchestrator(() -> new D_v2());
                    if (builder != null)
                      builder.orchestrator("E_v1", Logic.class).orchestrator("E_v2", Logic_v2.class);
                    builder
                        .activity(new F_v1()) // an object
                        .activity(new F_v2())
                        .activity("G_v1", String.class, (context, input) -> "G_v1 " + input)
                        .activity("G_v2", String.class, (context, input) -> "G_v2 " + input)
                        // a lambda of several lines
                        .activity(
                            "H_v1",
                            String.class,
                            input -> {
                              return input;
                            })
                        .activity(
                            "H_v2",
                            String.class,
                            input -> {
                              return input;
                            });\
                """));
    assertThat(plan.functions()).hasSize(8);
    ClassLoader classes = tree.compiled();
    for (String function : List.of("A_v2", "B_v2", "C_v2", "D_v2", "E_v2")) {
      assertThat(tree.output(classes, function, "in")).isEqualTo("in");
    }
  }

  @Test
  void M2_constants_annotations_strings_and_comments_follow() throws Exception {
    CodeTree tree =
        tree()
            .java("app/Called.java", "package app;\n\n@interface Called {\n  String value();\n}\n")
            .java(
                "app/Names.java",
                """
                package app;

                /** Names that clients use too. */
                public interface Names {
                  /** Takes money: Charge_v1. */
                  String CHARGE = "Charge_v1"; // the first
                  String ORDER_V1 = "Order_v1", OTHER = "Other";
                  String SHIP = "Ship" + "_v1";
                }
                """)
            .java(
                "app/Client.java",
                "package app;\n\nclass Client {\n  String name = Names.CHARGE;\n}\n")
            .java(
                "app/Order_v1.java",
                """
                package app;

                import static app.Names.CHARGE;

                import dev.varve.OrchestrationContext;
                import dev.varve.Orchestrator;

                /** See {@link Order_v1#run} and app.Order_v1, not Order_v10. */
                @Called("Order_v1")
                final class Order_v1 implements Orchestrator<String, String> {
                  private static final String NAME = "Order_v1";

                  private Order_v1() {}

                  static Order_v1 made() {
                    return new Order_v1();
                  }

                  @Override
                  public String run(OrchestrationContext context, String input) {
                    // Order_v1 calls what CHARGE names.
                    return NAME + ": Order_v1\\n, " + Order_v1.class.getSimpleName() + " "
                        + context.callActivity(CHARGE, input, String.class).await();
                  }
                }
                """)
            .java(
                "app/App.java",
                Programs.app(
                    """
                    builder.orchestrator(() -> Order_v1.made());
                        builder.activity(Names.CHARGE, String.class, input -> "charged " + input);
                        builder.activity(Names.SHIP, String.class, input -> "shipped " + input);\
                    """));

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/Names.java"))
        .contains(
            """
              String CHARGE = "Charge_v1"; // the first
              /** Takes money: Charge_v2. */
              String CHARGE_V2 = "Charge_v2";
            """);
    assertThat(tree.text("src/app/Order_v2.java"))
        .contains("import static app.Names.CHARGE;\nimport static app.Names.CHARGE_V2;\n")
        .contains("/** See {@link Order_v2#run} and app.Order_v2, not Order_v10. */")
        .contains("@Called(\"Order_v2\")\nfinal class Order_v2 implements")
        .contains("private Order_v2() {}")
        .contains("static Order_v2 made() {\n    return new Order_v2();")
        .contains("// Order_v2 calls what CHARGE names.")
        .contains("\": Order_v2\\n, \" + Order_v2.class")
        .contains("callActivity(CHARGE_V2, input");
    assertThat(tree.text("src/app/App.java"))
        .contains("builder.activity(Names.CHARGE_V2, String.class, input -> \"charged \" + input);")
        .contains("builder.activity(\"Ship_v2\", String.class, input -> \"shipped \" + input);");
    assertThat(tree.text("src/app/Client.java")).contains("Names.CHARGE;");
    assertThat(tree.output(tree.compiled(), "Order_v2", "x"))
        .isEqualTo("Order_v2: Order_v2\n, Order_v2 charged x");
    assertThat(plan.functions()).hasSize(3);
  }

  @Test
  void M2_sub_orchestrations_follow_by_class_and_by_name_and_base_names_stay() throws Exception {
    CodeTree tree =
        tree()
            .java("app/sub/Child_v1.java", Programs.orchestrator("app.sub", "Child_v1"))
            .java(
                "app/Parent_v1.java",
                Programs.orchestrator(
                        "app",
                        "Parent_v1",
                        """
                        context.callSubOrchestrator("Child", input, String.class).await();
                            context.callSubOrchestrator("Child_v1", input, String.class).await();
                            return context.callSubOrchestrator(Child_v1.class, input).await();\
                        """)
                    .replace(
                        "import dev.varve.Orch", "import app.sub.Child_v1;\nimport dev.varve.Orch")
                    .replaceFirst(
                        "\nimport app.sub.Child_v1;\nimport dev.varve.Orchestrator",
                        "\nimport dev.varve.Orchestrator"))
            .java(
                "app/App.java",
                Programs.app(
                    "builder.orchestrator(app.sub.Child_v1::new).orchestrator(Parent_v1.class);"));

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/Parent_v2.java"))
        .contains("import app.sub.Child_v2;\n")
        .doesNotContain("Child_v1")
        .contains("callSubOrchestrator(\"Child\", input")
        .contains("callSubOrchestrator(\"Child_v2\", input")
        .contains("callSubOrchestrator(Child_v2.class, input)");
    assertThat(tree.text("src/app/App.java")).contains(".orchestrator(app.sub.Child_v2::new)");
    assertThat(tree.output(tree.compiled(), "Parent_v2", "in")).isEqualTo("in");
    assertThat(plan.risks()).isEmpty();
  }

  @Test
  void M2_objects_and_variables_that_hold_the_code_follow() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/steps/Steps_v1.java",
                """
                package app.steps;

                public class Steps_v1 {
                  private final String name;

                  public Steps_v1(String name) {
                    this.name = name;
                  }

                  public String charge(String in) {
                    return name + " charges " + in;
                  }
                }
                """)
            .java(
                "app/steps/Cards.java",
                "package app.steps;\n\npublic class Cards {\n  public String pay(String in) {\n    return in;\n  }\n}\n")
            .java(
                "app/App.java",
                Programs.app(
                        """
                        String name = "v1";
                            Steps_v1 v1 = new Steps_v1(name);
                            var other = new Steps_v1(name);
                            builder
                                .activity("Charge_v1", String.class, v1::charge)
                                .activity("Refund_v1", String.class, in -> other.charge(in))
                                .activity("Pay_v1", String.class, CARDS::pay);\
                        """)
                    .replace(
                        "import dev.varve.VarveBuilder;",
                        "import app.steps.Cards;\nimport app.steps.Steps_v1;\nimport dev.varve.VarveBuilder;")
                    .replace(
                        "  static void",
                        "  private static final Cards CARDS = new Cards();\n\n  static void"));

    tree.bump();

    assertThat(tree.text("src/app/App.java"))
        .contains(
            """
            import app.steps.Cards;
            import app.steps.Cards_v2;
            import app.steps.Steps_v1;
            import app.steps.Steps_v2;
            """)
        .contains(
            """
              private static final Cards CARDS = new Cards();
              private static final Cards_v2 CARDS_V2 = new Cards_v2();
            """)
        .contains(
            """
                String name = "v1";
                Steps_v1 v1 = new Steps_v1(name);
                Steps_v2 v2 = new Steps_v2(name);
                var other = new Steps_v1(name);
                var other_v2 = new Steps_v2(name);
            """)
        .contains(".activity(\"Charge_v2\", String.class, v2::charge)")
        .contains(".activity(\"Refund_v2\", String.class, in -> other_v2.charge(in))")
        .contains(".activity(\"Pay_v2\", String.class, CARDS_V2::pay);");
    tree.compiled();
  }

  @Test
  void M2_a_starter_that_carries_the_version_is_copied() throws Exception {
    CodeTree tree =
        Programs.order(directory.resolve("tree"))
            .java(
                "app/Starter_v1.java",
                """
                package app;

                import dev.varve.VarveClient;

                final class Starter_v1 {
                  static String start(VarveClient client) {
                    return client.scheduleNewOrchestrationInstance("Order_v1", "x");
                  }
                }
                """);

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/Starter_v2.java"))
        .contains("final class Starter_v2 {")
        .contains("scheduleNewOrchestrationInstance(\"Order_v2\", \"x\")");
    assertThat(plan.risks())
        .singleElement()
        .matches(risk -> risk.kind() == BumpRisk.Kind.EXPLICIT_START);
  }

  @Test
  void M2_a_function_without_a_version_becomes_version_1() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/Order.java",
                Programs.orchestrator(
                    "app",
                    "Order",
                    "return context.callActivity(\"Charge\", input, String.class).await();"))
            .java(
                "app/App.java",
                Programs.app(
                    """
                    builder.orchestrator(Order.class);
                        builder.activity("Charge", String.class, input -> "Charge " + input);\
                    """));

    tree.bump();

    assertThat(tree.text("src/app/Order_v1.java"))
        .contains("final class Order_v1 implements")
        .contains("callActivity(\"Charge\", input");
    assertThat(tree.text("src/app/App.java"))
        .contains("builder.orchestrator(Order_v1.class);")
        .contains("builder.activity(\"Charge_v1\", String.class, input -> \"Charge \" + input);");
  }

  @Test
  void M2_names_that_cannot_be_followed_are_reported_and_left() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/Order_v1.java",
                Programs.orchestrator(
                    "app",
                    "Order_v1",
                    """
                    int version = input.length();
                        context.callActivity("Charge_v" + version, input).await();
                        context.callActivity("Charge" + "_v1", input).await();
                        return "other.Order_v1";\
                    """))
            .java(
                "app/App.java",
                Programs.app(
                    """
                    builder.orchestrator(Order_v1::new);
                        builder.activity("Charge_v1", String.class, input -> input);
                        builder.activity("Pay_v" + builder.hashCode(), String.class, input -> input);
                        System.out.println("Order_v1 is there");\
                    """));

    BumpPlan plan = tree.bump();

    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.UNRESOLVED)
        .extracting(BumpRisk::toString)
        .hasSize(4)
        .anyMatch(
            risk -> risk.contains("Order_v1.java:10: the name of the activity is made at run"))
        .anyMatch(risk -> risk.contains("Order_v1.java:11: the name Charge_v1 is put together"))
        .anyMatch(risk -> risk.contains("Order_v1.java:12: 'other.Order_v1' may name a copied"))
        .anyMatch(risk -> risk.contains("App.java:9: the name of the activity that is registered"));
    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.NAMED_ELSEWHERE)
        .singleElement()
        .matches(risk -> risk.where().equals("app/App.java:10"));
    assertThat(tree.text("src/app/Order_v2.java")).contains("return \"other.Order_v1\";");
  }

  @Test
  void M2_without_a_class_path_names_of_the_tree_follow_and_the_gap_is_reported() throws Exception {
    CodeTree tree = Programs.order(directory.resolve("tree"));
    tree.java(
        "app/Order_v1.java",
        Programs.ORDER.replace("Order_v1(\"", "Order_v1(\" + missing.Order_v1.x"));

    BumpPlan plan = Bump.plan(BumpRequest.of(SourceTree.of(tree.path("src"))));

    assertThat(plan.functions()).hasSize(2);
    assertThat(plan.diff())
        .contains("+        .orchestrator(Order_v2::new)")
        .contains("+        .activity(\"Charge_v2\", String.class, App::charge_v2)")
        .contains("missing.Order_v1.x");
    assertThat(plan.risks())
        .extracting(BumpRisk::kind)
        .contains(BumpRisk.Kind.NOT_COMPILED, BumpRisk.Kind.UNRESOLVED);
  }

  @Test
  void M2_a_function_that_is_registered_nowhere_is_copied_and_reported() throws Exception {
    CodeTree tree = tree().java("app/Order_v1.java", Programs.orchestrator("app", "Order_v1"));

    BumpPlan plan = tree.bump();

    assertThat(tree.path("src/app/Order_v2.java")).exists();
    assertThat(plan.risks())
        .singleElement()
        .hasToString(
            "NOT_REGISTERED Order_v1: no registration of it was found; register Order_v2 yourself");
  }

  @Test
  void M3_whole_names_only_are_replaced() throws Exception {
    CodeTree tree = tree();
    String body =
        """
        String Order_v1x = "Order_v1 Order_v10 OrderItem_v1 PreOrder_v1 Order_v1a Big.Order_v1 Order_v1.";
            // Order_v1, Order_v10, OrderItem_v1, éOrder_v1, Order_v1é, Order_v1-retry
            return "Order_v10" + OrderItem_v1.class.getSimpleName() + Order_v1x;\
        """;
    tree.java("app/Order_v1.java", Programs.orchestrator("app", "Order_v1", body));
    tree.java("app/OrderItem_v1.java", Programs.orchestrator("app", "OrderItem_v1"));
    tree.java(
        "app/App.java",
        Programs.app(
            """
            builder.orchestrator(Order_v1::new).orchestrator(OrderItem_v1::new);
                builder.activity("Big.Order_v1", String.class, input -> input);\
            """));

    tree.bump("Order");

    assertThat(tree.text("src/app/Order_v2.java"))
        .isEqualTo(
            Programs.orchestrator(
                "app",
                "Order_v2",
                """
                String Order_v1x = "Order_v2 Order_v10 OrderItem_v1 PreOrder_v1 Order_v1a Big.Order_v1 Order_v2.";
                    // Order_v2, Order_v10, OrderItem_v1, éOrder_v1, Order_v1é, Order_v2-retry
                    return "Order_v10" + OrderItem_v1.class.getSimpleName() + Order_v1x;\
                """));
    assertThat(tree.text("src/app/App.java"))
        .contains("(Order_v1::new).orchestrator(Order_v2::new).orchestrator(OrderItem_v1::new);")
        .contains("builder.activity(\"Big.Order_v1\", String.class, input -> input);\n  }");
    assertThat(Files.exists(tree.path("src/app/OrderItem_v2.java"))).isFalse();
  }

  @Test
  void M3_versions_of_several_digits_are_copied() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/Order_v99.java",
                Programs.orchestrator(
                    "app", "Order_v99", "return \"Order_v99 Order_v9 Order_v999\";"))
            .java("app/App.java", Programs.app("builder.orchestrator(Order_v99.class);"));

    tree.bump();

    assertThat(tree.output(tree.compiled(), "Order_v100", "x"))
        .isEqualTo("Order_v100 Order_v9 Order_v999");
  }

  @Test
  void M2_code_that_cannot_be_copied_on_its_own_is_registered_again_and_reported()
      throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/Cards.java",
                "package app;\n\ninterface Cards {\n  String pay(String in);\n}\n")
            .java(
                "app/App.java",
                Programs.app(
                    "register(builder, in -> in);\n  }\n\n  static void register(VarveBuilder builder, Cards cards) {\n    builder.activity(\"Pay_v1\", String.class, cards::pay);"));

    BumpPlan plan = tree.bump();

    assertThat(tree.text("src/app/App.java"))
        .contains("builder.activity(\"Pay_v2\", String.class, cards::pay);");
    assertThat(plan.risks())
        .filteredOn(risk -> risk.kind() == BumpRisk.Kind.SAME_CODE)
        .singleElement()
        .satisfies(risk ->
            assertThat(risk.message())
                .isEqualTo(
                    "Pay_v2 is registered with the code of Pay_v1, which could not be copied:"
                        + " others implement it; give it code of its own before you change"
                        + " anything"));
  }

  @Test
  void M4_the_same_simple_name_in_two_packages_means_two_things() throws Exception {
    CodeTree tree = tree();
    for (String name : List.of("a", "b")) {
      tree.java(
          "app/deep/er/" + name + "/Order_v1.java",
          Programs.orchestrator(
              "app.deep.er." + name,
              "Order_v1",
              "return new Input(Order_v1.class.getName() + \" app.deep.er.b.Order_v1\").text();"));
      tree.java(
          "app/deep/er/" + name + "/Input.java",
          "package app.deep.er." + name + ";\n\nrecord Input(String text) {}\n");
    }
    tree.java("app/App.java", Programs.app("builder.orchestrator(app.deep.er.a.Order_v1::new);"));
    tree.java(
        "app/deep/er/b/User.java",
        "package app.deep.er.b;\n\nclass User {\n  Input input = new Input(\"\");\n}\n");
    Map<String, String> before = tree.contents();

    tree.bump();

    assertThat(tree.text("src/app/deep/er/a/Order_v2.java"))
        .contains("new Input_v2(Order_v2.class.getName() + \" app.deep.er.b.Order_v2\")");
    assertThat(tree.text("src/app/deep/er/b/Order_v2.java")).contains("new Input(Order_v2.class");
    assertThat(tree.text("src/app/App.java"))
        .contains(
            "builder.orchestrator(app.deep.er.a.Order_v1::new);\n"
                + "    builder.orchestrator(app.deep.er.a.Order_v2::new);");
    assertThat(tree.contents())
        .containsAllEntriesOf(
            before.entrySet().stream()
                .filter(e -> !e.getKey().equals("src/app/App.java"))
                .collect(
                    java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    assertThat(tree.path("src/app/deep/er/b/Input_v2.java")).doesNotExist();
    tree.compiled();
  }

  @Test
  void M2_an_object_that_is_made_elsewhere_is_not_registered_twice() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/Pay_v1.java",
                """
                package app;

                import dev.varve.Activity;
                import dev.varve.ActivityContext;

                record Pay_v1(String card) implements Activity<String, String> {
                  @Override
                  public String run(ActivityContext context, String input) {
                    return input + card;
                  }
                }
                """)
            .java(
                "app/App.java",
                """
                package app;

                import dev.varve.VarveBuilder;

                final class App {
                  private final Pay_v1 pay;

                  App(Pay_v1 pay) {
                    this.pay = pay;
                  }

                  void register(VarveBuilder builder) {
                    builder.activity(pay);
                  }
                }
                """);
    String app = tree.text("src/app/App.java");

    BumpPlan plan = tree.bump();

    assertThat(tree.path("src/app/Pay_v2.java")).exists();
    assertThat(tree.text("src/app/App.java")).isEqualTo(app);
    assertThat(plan.risks())
        .extracting(BumpRisk::toString)
        .contains(
            "NOT_REGISTERED app/App.java:13: the object of Pay_v1 is made elsewhere; register Pay_v2"
                + " yourself");
    BumpPlan again = Bump.plan(tree.request().withTarget(TargetVersion.exactly(2)));
    assertThat(again.isComplete()).isTrue();
    assertThat(again.risks())
        .singleElement()
        .matches(risk -> risk.kind() == BumpRisk.Kind.NOT_REGISTERED);
  }

  @Test
  void M2_a_variable_that_holds_the_object_and_a_class_written_in_place_follow() throws Exception {
    CodeTree tree =
        tree()
            .java(
                "app/App.java",
                """
                package app;

                import dev.varve.Activity;
                import dev.varve.ActivityContext;
                import dev.varve.VarveBuilder;

                final class App {
                  static void register(VarveBuilder builder) {
                    Pay_v1 pay = new Pay_v1();
                    builder.activity(pay);
                    builder.activity(
                        "Ship_v1",
                        String.class,
                        new Activity<String, String>() {
                          @Override
                          public String run(ActivityContext context, String input) throws Exception {
                            return Class.forName("app.App$Pay_v1").getSimpleName();
                          }
                        });
                  }

                  static final class Pay_v1 implements Activity<String, String> {
                    @Override
                    public String run(ActivityContext context, String input) {
                      return input;
                    }
                  }
                }
                """);

    BumpPlan plan = tree.bump();

    assertThat(plan.risks()).isEmpty();
    assertThat(tree.text("src/app/App.java"))
        .contains("    Pay_v2 pay_v2 = new Pay_v2();\n")
        .contains("    builder.activity(pay_v2);\n")
        .contains("    builder.activity(\n        \"Ship_v2\",\n")
        .contains("Class.forName(\"app.App$Pay_v2\")");
    tree.compiled();
  }

  @Test
  void M1_a_function_whose_class_is_in_another_tree_is_left_and_reported() throws Exception {
    CodeTree library =
        new CodeTree(directory.resolve("library"))
            .java("lib/Order_v1.java", Programs.orchestrator("lib", "Order_v1"));
    CodeTree tree =
        tree().java("app/App.java", Programs.app("builder.orchestrator(lib.Order_v1::new);"));
    List<Path> classPath = new ArrayList<>(CodeTree.classPath());
    classPath.add(library.classes());

    BumpPlan plan = Bump.plan(BumpRequest.of(tree.sources().withClassPath(classPath)));

    assertThat(plan.functions()).isEmpty();
    assertThat(plan.files()).isEmpty();
    assertThat(plan.risks())
        .singleElement()
        .matches(risk -> risk.message().startsWith("the class of Order_v1 is not in the source"));
  }
}
