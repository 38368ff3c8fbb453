package dev.varve.versioning.bump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;

/**
 * A program of about fifty files with everything that makes copying hard: names inside names, one
 * simple name in many packages, all ways to register, helpers of one and of many, line breaks,
 * letters and habits of formatting that differ from file to file.
 */
final class TrapTree {
  static final int REGIONS = 9;

  /** Copies stand between these, on the same line. */
  static final List<String> LINES_WITH_TWO_REGISTRATIONS =
      List.of(
          "    builder.orchestrator(Order_v1.class); builder.orchestrator(OrderItem_v1.class);\n",
          "        .orchestrator(Stage_v9::new) .orchestrator(\"Stage_v10\", Stage_v10.class)\n",
          "    builder.orchestrator(Inner_v1.class).orchestrator(\"Flow_v1\", String.class,"
              + " Flows::flow);\n");

  private TrapTree() {}

  static CodeTree in(Path directory) throws Exception {
    CodeTree tree = new CodeTree(directory);
    for (int i = 0; i < REGIONS; i++) {
      region(tree, i);
    }
    tree.java("app/App.java", APP);
    tree.java("app/shared/Texts.java", TEXTS);
    tree.java("app/shared/Names.java", NAMES);
    tree.java("app/shared/Level.java", LEVEL);
    tree.java(
        "app/shared/package-info.java",
        "/** Order_v1 and others use this. */\npackage app.shared;\n");
    tree.java("app/Client.java", CLIENT);
    tree.java("app/orders/Order_v1.java", ORDER);
    tree.java(
        "app/orders/OrderItem_v1.java",
        Programs.orchestrator("app.orders", "OrderItem_v1", "return \"OrderItem_v1 \" + input;"));
    tree.java(
        "app/orders/PreOrder_v1.java",
        Programs.orchestrator("app.orders", "PreOrder_v1", "return \"PreOrder_v1 \" + input;"));
    tree.java(
        "app/orders/Order_v1Support.java",
        "package app.orders;\n\nfinal class Order_v1Support {\n  static final String TEXT = \"not Order_v1x\";\n}\n");
    tree.java(
        "app/stages/Stage_v9.java",
        Programs.orchestrator("app.stages", "Stage_v9", "return \"Stage_v9 \" + input;"));
    tree.java(
        "app/stages/Stage_v10.java",
        Programs.orchestrator(
            "app.stages",
            "Stage_v10",
            "return \"Stage_v10 Stage_v1 Stage_v9 Stage_v100 \" + input;"));
    tree.java("app/Flows.java", FLOWS);
    tree.file("test/app/OldVersionsTest.java", OLD_TESTS);
    tree.file("versions.properties", "\uFEFF# what new starts get\r\nOrder=1\r\nStage=10\r\n");
    tree.file(
        "app.properties", "retries.Order_v1=3\nretries.OrderItem_v1=4\nretries.Order_v10=5\n");
    return tree;
  }

  /** Four files each; the number of the region decides how they are written. */
  private static void region(CodeTree tree, int i) throws Exception {
    String home = "app.region" + i + ".deep".repeat(i % 4) + ".end";
    String path = home.replace('.', '/') + "/";
    String shared = i % 3 == 0 ? "app.shared.Texts.wrap(in)" : "Helper.wrap(in)";
    put(
        tree,
        i,
        path + "Region%d_v1.java",
        """
        package HOME;

        import dev.varve.OrchestrationContext;
        import dev.varve.Orchestrator;

        /** Region# of Größe 漢字 \uD83D\uDE42: {@link Region#_v1}, not Region#_v10. */
        public final class Region#_v1 implements Orchestrator<String, String> {
          private static final String WORK_V1 = "Work#_v1";

          public Region#_v1() {
          }

        \t@Override public String run( OrchestrationContext context,String in )   {
            Input input = new Input( SHARED , 1 );  // Region#_v1 or Region#_v10?
            String own = context.callActivity(WORK_V1, input.text(), String.class).await();
            String current = context.callActivity("Work#", input.text(), String.class).await();
            return "Region#_v1 " + getClass().getSimpleName() + " [" + own + "|" + current + "]";
          }
        }
        """
            .replace("SHARED", shared)
            .replace("HOME", home));
    put(
        tree,
        i,
        path + "Input.java",
        """
        package HOME;
        /** Region# takes it. */
        record Input(String text,int count) {
          Input {
            if (count < 0) throw new IllegalArgumentException("Region#_v1: " + count);
          }
        }
        """
            .replace("HOME", home));
    put(
        tree,
        i,
        path + "Helper.java",
        """
        package HOME;

        final class Helper {
          static String wrap(String in) { return "<" + in + Level.HIGH + ">"; }

          enum Level { HIGH, LOW }
        }
        """
            .replace("HOME", home));
    put(
        tree,
        i,
        path + "Steps_v1.java",
        """
        package HOME;

        public final class Steps_v1 {
          private final String prefix;

          public Steps_v1(String prefix) { this.prefix = prefix; }

          public String work(String in) { return prefix + "Work#_v1(" + in + ")"; }
        }
        """
            .replace("HOME", home));
  }

  private static void put(CodeTree tree, int i, String path, String text) throws Exception {
    String written = text.replace("#", "" + i);
    if (i % 2 == 1) {
      written = written.replace("\n", "\r\n");
    }
    if (i % 5 == 4) {
      written = written.stripTrailing(); // No line break at the end.
    }
    tree.bytes("src/" + path.formatted(i), written.getBytes(UTF_8));
  }

  /** The packages of the regions, as {@link #region} names them. */
  private static String home(int i) {
    return "app.region" + i + ".deep".repeat(i % 4) + ".end";
  }

  private static final String APP = app();

  private static String app() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        package app;

        import static app.shared.Names.CHARGE;

        import app.orders.*;
        import app.shared.Names;
        import app.stages.Stage_v10;
        import app.stages.Stage_v9;
        import dev.varve.VarveBuilder;

        /** Registers all. */
        public final class App {
          private static final app.region0.end.Steps_v1 FIRST = new app.region0.end.Steps_v1("");

          private App() {}

          public static void register(VarveBuilder builder) {
            builder.orchestrator(Order_v1.class); builder.orchestrator(OrderItem_v1.class);
            builder.orchestrator(PreOrder_v1::new);   // Order_v1 is elsewhere
            builder
                .orchestrator(Stage_v9::new) .orchestrator("Stage_v10", Stage_v10.class)
                .activity(CHARGE, String.class, in -> "Charge_v1 " + in)
                .activity(Names.SHIP_V1, String.class, (context, in) -> {
                  // a block
                  return "Ship_v1 " + in;
                })
                .activity("Big.Order_v1", String.class, in -> "Big.Order_v1 " + in);
            Flows.register(builder);
            regions(builder);
          }

          private static void regions(VarveBuilder builder) {
        """);
    for (int i = 0; i < REGIONS; i++) {
      String home = home(i);
      String steps = i == 0 ? "FIRST" : "steps" + i;
      if (i > 0) {
        text.append("    %s.Steps_v1 %s = new %s.Steps_v1(\"\");\n".formatted(home, steps, home));
      }
      String orchestrator =
          switch (i % 3) {
            case 0 -> "%s.Region%d_v1.class";
            case 1 -> "%s.Region%d_v1::new";
            default -> "() -> new %s.Region%d_v1()";
          };
      text.append("    builder.orchestrator(%s);\n".formatted(orchestrator.formatted(home, i)));
      text.append(
          i % 2 == 0
              ? "    builder.activity(\"Work%d_v1\", String.class, %s::work);\n".formatted(i, steps)
              : "    builder.activity(\"Work%d_v1\", String.class, in -> %s.work(in));\n"
                  .formatted(i, steps));
    }
    return text.append("  }\n}\n").toString();
  }

  private static final String TEXTS =
      """
      package app.shared;

      public final class Texts {
        public static String wrap(String in) {
          return "{" + in + "}";
        }

        /** Only orders need it: Order_v1. */
        public static String bold(String in) {
          return "*" + in + "*" + Level.of(in.length());
        }
      }
      """;

  private static final String NAMES =
      """
      package app.shared;

      public interface Names {
        String CHARGE = "Charge_v1"; // clients look for it
        String SHIP_V1 = "Ship_v1";
        String OTHER = "Charge_v10";
      }
      """;

  private static final String LEVEL =
      """
      package app.shared;

      public enum Level {
        LOW,
        HIGH;

        static Level of(int length) {
          return switch (length) {
            case 0 -> LOW;
            default -> HIGH;
          };
        }
      }
      """;

  private static final String CLIENT =
      """
      package app;

      import app.shared.Level;
      import app.shared.Names;
      import dev.varve.VarveClient;

      public final class Client {
        Level level = Level.HIGH;
        String text = app.shared.Texts.wrap("");

        static String start(VarveClient client) {
          return client.scheduleNewOrchestrationInstance("Order", Names.CHARGE);
        }
      }
      """;

  private static final String ORDER =
      """
      package app.orders;

      import static app.shared.Names.*;
      import static app.shared.Texts.bold;

      import app.shared.Names;
      import dev.varve.*;

      /* Order_v1: the first. OrderItem_v1 is another. */
      public class Order_v1 implements Orchestrator<String, String> {
        record Line(String text) {}

        @Override
        public String run(OrchestrationContext context, String input) {
          var line = new Line(bold(input));
          String charged = context.callActivity(CHARGE, line.text(), String.class).await();
          String shipped = context.callActivity(Names.SHIP_V1, charged, String.class).await();
          String item = context.callSubOrchestrator(OrderItem_v1.class, shipped).await();
          String big = context.callActivity("Big.Order_v1", item, String.class).await();
          return "Order_v1 " + Order_v1Support.TEXT + " retries.Order_v1 " + big;
        }
      }
      """;

  private static final String FLOWS =
      """
      package app;

      import dev.varve.*;

      /** Functions of several kinds in one class. */
      final class Flows {
        static void register(VarveBuilder builder) {
          builder.orchestrator(Inner_v1.class).orchestrator("Flow_v1", String.class, Flows::flow);
          builder.activity("Log", String.class, Flows::log);
        }

        static String flow(OrchestrationContext context, String in) {
          return helper("Flow_v1", in) + context.callSubOrchestrator("Inner_v1", in, String.class).await();
        }

        private static String helper(String name, String in) {
          return name + "(" + in + ")";
        }

        static String log(String in) {
          return "log " + in;
        }

        static final class Inner_v1 implements Orchestrator<String, String> {
          @Override
          public String run(OrchestrationContext context, String in) {
            return "Inner_v1 " + context.callActivity("Log", in, String.class).await();
          }
        }
      }
      """;

  /** What the program's own tests hold the old versions to. */
  private static final String OLD_TESTS =
      """
      package app;

      import app.orders.Order_v1;
      import app.region1.deep.end.Region1_v1;
      import app.shared.Names;
      import app.shared.Texts;

      public final class OldVersionsTest {
        public static String check() throws Exception {
          StringBuilder found = new StringBuilder();
          found.append(new Order_v1().getClass().getName()).append(' ').append(Names.CHARGE);
          found.append(' ').append(Texts.bold("x")).append(' ').append(Names.SHIP_V1);
          found.append(' ').append(new Region1_v1().getClass().getDeclaredMethods().length);
          found.append(' ').append(new app.region2.deep.deep.end.Steps_v1("p").work("q"));
          found.append(' ').append(Flows.log("x")).append(' ').append(Flows.Inner_v1.class.getName());
          Class<?> input = Class.forName("app.region1.deep.end.Input");
          found.append(' ').append(input.getRecordComponents().length);
          return found.toString();
        }
      }
      """;
}
