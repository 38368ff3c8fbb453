package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M2 and M5: whatever Java offers to name a thing, the copy names the copy. */
final class BumpSyntaxTest {
  @TempDir private Path directory;

  @Test
  void M5_every_kind_of_reference_to_a_helper_follows() throws Exception {
    CodeTree tree =
        new CodeTree(directory.resolve("tree"))
            .java("app/App.java", APP)
            .java("app/flow/Order_v1.java", ORDER)
            .java("app/flow/Base.java", BASE)
            .java("app/data/Point.java", POINT)
            .java("app/data/Shape.java", SHAPE)
            .java("app/data/Mood.java", MOOD)
            .java("app/data/Problem.java", PROBLEM)
            .java("app/data/Box.java", BOX)
            .java("app/Calc.java", CALC);
    String before = tree.output(tree.compiled(), "Order_v1", "abc");

    BumpPlan plan = tree.bump();

    assertThat(plan.risks()).isEmpty();
    ClassLoader classes = tree.compiled();
    assertThat(tree.output(classes, "Order_v1", "abc")).isEqualTo(before);
    assertThat(tree.output(classes, "Order_v2", "abc"))
        .isEqualTo(
            before
                .replaceAll("(Order|Total)_v1", "$1_v2")
                .replace("Box$Lid", "Box_v2$Lid")
                .replace("Point[", "Point_v2["));
    assertThat(before).contains("Total_v1", "Box$Lid");
    String copies =
        tree.text("src/app/flow/Order_v2.java")
            + tree.text("src/app/flow/Base_v2.java")
            + tree.text("src/app/data/Shape_v2.java")
            + tree.text("src/app/data/Box_v2.java")
            + tree.text("src/app/data/Problem_v2.java")
            + tree.text("src/app/data/Mood_v2.java");
    assertThat(copies.replaceAll("(?m)^ *(//|\\*).*$", ""))
        .doesNotContainPattern("\\b(Order_v1|Base|Point|Shape|Mood|Problem|Box)\\b(?!\\$)");
  }

  private static final String APP =
      """
      package app;

      import static app.Calc.*;

      import app.flow.Order_v1;
      import dev.varve.VarveBuilder;
      import java.util.List;
      import java.util.function.Consumer;

      final class App {
        static void register(VarveBuilder builder) {
          Consumer<VarveBuilder> late = b -> b.orchestrator(() -> new Order_v1());
          late.accept(builder);
          if (builder != null) {
            builder.
                activity("Total_v1", String.class, App::<String>total). // dots at the ends
                activity("Other", String.class, in -> in);
          } else {
            throw new IllegalStateException();
          }
        }

        static <T extends CharSequence> String total(T in) {
          return "Total_v1:" + sum(in.length(), 1) + sum(List.of(1, 2)) + new Object() {
            String show() {
              return twice(in.toString());
            }
          }.show();
        }

        private static String twice(String... in) {
          return in[0] + in[0];
        }
      }
      """;

  private static final String CALC =
      """
      package app;

      import java.util.List;

      final class Calc {
        static int sum(int a, int b) {
          return a + b;
        }

        static int sum(List<Integer> all) {
          return all.stream().mapToInt(i -> sum(i, 0)).sum();
        }

        private Calc() {}
      }
      """;

  private static final String BASE =
      """
      package app.flow;

      import app.data.*;

      abstract class Base<T extends Point> {
        protected final T start;
        protected static int made;

        protected Base(T start) {
          this.start = start;
          made++;
        }

        protected abstract String step(Shape shape) throws Problem;

        String both(Shape one, Shape other) throws Problem {
          return step(one) + this.step(other);
        }
      }
      """;

  private static final String ORDER =
      """
      package app.flow;

      import static app.data.Box.Lid.sealed;
      import static app.data.Mood.GOOD;
      import static java.util.stream.Collectors.joining;

      import app.data.Box;
      import app.data.Mood;
      import app.data.Point;
      import app.data.Problem;
      import app.data.Shape;
      import dev.varve.OrchestrationContext;
      import dev.varve.Orchestrator;
      import java.util.EnumMap;
      import java.util.List;
      import java.util.Map;
      import java.util.function.Function;
      import java.util.stream.Stream;

      public final class Order_v1 extends Base<Point> implements Orchestrator<String, String> {
        private static final Map<Mood, Class<? super Problem>> KNOWN = new EnumMap<>(Mood.class);

        static {
          KNOWN.put(Mood.BAD, Problem.class);
        }

        public Order_v1() {
          super(new Point(1, 2));
        }

        @Override
        public String run(OrchestrationContext context, String input) {
          String total = context.callActivity("Total_v1", input, String.class).await();
          try {
            return Order_v1.this.tell(new Shape.Circle(start, 3)) + total + both(new Shape.Dot(), null);
          } catch (Problem | IllegalStateException e) {
            return getClass().getSimpleName() + total + (e instanceof Problem p ? p.mood() : "") + lists();
          }
        }

        @Override
        protected String step(Shape shape) throws Problem {
          if (shape == null) {
            throw new Problem(GOOD);
          }
          return tell(shape);
        }

        private String tell(Shape shape) {
          return switch (shape) {
            case Shape.Circle(Point(int x, var y), int radius) when radius > x -> "circle" + y;
            case Shape.Circle circle -> "small" + circle.radius();
            case Shape.Dot dot -> "dot";
          };
        }

        private <P extends Point & Comparable<Point>> String lists() {
          class Local {
            final Point[] points = Stream.of(new Point(1, 1)).toArray(Point[]::new);
          }
          Function<Point, Integer> x = Point::x;
          Box.Lid<Point> lid = new Box.Lid<>(new Local().points[0]);
          Box<List<? extends Point>>.Inner inner = new Box<List<? extends Point>>(List.of()).new Inner();
          return Stream.of(Mood.values()).map(Mood::toString).collect(joining()) + x.apply(lid.held())
              + sealed(lid) + inner.size() + Box.Lid.class.getName() + (made > 0) + KNOWN.size()
              + Mood.valueOf("BAD").worse().ordinal();
        }
      }
      """;

  private static final String POINT =
      """
      package app.data;

      public record Point(int x, int y) implements Comparable<Point> {
        public static final Point ZERO = new Point(0, 0);

        public Point(int both) {
          this(both, both);
        }

        @Override
        public int compareTo(Point other) {
          return Integer.compare(x, other.x);
        }
      }
      """;

  private static final String SHAPE =
      """
      package app.data;

      public sealed interface Shape permits Shape.Circle, Shape.Dot {
        record Circle(Point middle, int radius) implements Shape {}

        final class Dot implements Shape {}
      }
      """;

  private static final String MOOD =
      """
      package app.data;

      public enum Mood {
        GOOD {
          @Override
          public Mood worse() {
            return BAD;
          }
        },
        BAD(2);

        Mood(int... levels) {}

        public Mood worse() {
          return switch (this) {
            case GOOD -> BAD;
            case BAD -> this;
          };
        }
      }
      """;

  private static final String PROBLEM =
      """
      package app.data;

      public class Problem extends Exception {
        private final transient Mood mood;

        public Problem(Mood mood) {
          super("a problem");
          this.mood = mood;
        }

        public Mood mood() {
          return mood;
        }
      }
      """;

  private static final String BOX =
      """
      package app.data;

      import java.util.Collection;

      public class Box<T extends Collection<?>> {
        private final T all;

        public Box(T all) {
          this.all = all;
        }

        public class Inner {
          public int size() {
            return Box.this.all.size();
          }
        }

        public record Lid<P>(P held) {
          public static <Q> String sealed(Lid<Q> lid) {
            return "sealed" + lid.held;
          }
        }
      }
      """;
}
