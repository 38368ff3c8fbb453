package dev.varve.versioning.lock;

import java.util.LinkedHashMap;
import java.util.Map;

/** The project that the traps are set in. */
final class Shop {
  private Shop() {}

  /** Source files by path. */
  static Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(
        "shop/App.java",
        """
        package shop;

        import dev.varve.VarveBuilder;
        import java.time.Duration;

        public final class App {
          static final int UNUSED = 1;

          public static void register(VarveBuilder builder) {
            builder.orchestrator(
                "Order_v1",
                Order.class,
                (context, order) -> {
                  context.callActivity("Reserve", order).await();
                  String currency = Currencies.MAIN;
                  for (Line line : order.lines()) {
                    if (line.amount() > Limits.MANY && !line.name().isEmpty()) {
                      context.createTimer(Duration.ofMinutes(5)).await();
                    }
                  }
                  Payment payment =
                      context.waitForExternalEvent("Paid", Payment.class).await();
                  String text = "paid " + payment.amount() + " " + currency + Limits.TABLE.length;
                  context.setCustomStatus(text);
                  return context.callActivity("Ship", order, String.class).await();
                });
            builder.orchestrator(Refund_v1.class);
            builder.orchestrator(() -> new Parcel_v1("north"));
            builder.activity("Charge_v1", Order.class, Cards::charge);
            builder.activity("Quote_v1", Order.class, order -> Prices.total(order));
            builder.activity("Print_v1", String.class, (context, text) -> text + "!");
          }

          void unused() {}
        }
        """);
    sources.put(
        "shop/Refund_v1.java",
        """
        package shop;

        import dev.varve.OrchestrationContext;
        import java.util.ArrayList;
        import java.util.Comparator;
        import java.util.List;

        public class Refund_v1 extends Flow<Order, Integer> {
          private final Policy policy = new Generous();
          private int limit = 3;

          @Override
          protected Integer steps(OrchestrationContext context, Order order) {
            List<Line> lines = new ArrayList<>(order.lines());
            lines.sort(Comparator.comparing(Line::amount));
            lines.sort(
                new Comparator<Line>() {
                  private final int sign = -1;

                  @Override
                  public int compare(Line one, Line other) {
                    return sign * one.name().compareTo(other.name()) + order.lines().size();
                  }
                });
            class Sum {
              int of(Line line) {
                return line.amount() + limit;
              }
            }
            int refunded = 0;
            for (Line line : lines) {
              refunded += policy.part(line) * limit + new Sum().of(line);
            }
            switch (order.kind()) {
              case GIFT -> refunded = Kind.GIFT.percent();
              case SALE -> refunded = refunded / 2;
              default -> refunded++;
            }
            switch (order.country()) {
              case "DE":
              case "AT":
                refunded += 19;
                break;
              case "CH":
                refunded += 8;
                break;
              default:
                break;
            }
            return refunded;
          }

          interface Policy {
            int part(Line line);
          }

          static class Generous implements Policy {
            @Override
            public int part(Line line) {
              return line.amount();
            }

            int unrelated() {
              return 1;
            }
          }
        }
        """);
    sources.put(
        "shop/Flow.java",
        """
        package shop;

        import dev.varve.OrchestrationContext;
        import dev.varve.Orchestrator;

        abstract class Flow<I, O> implements Orchestrator<I, O> {
          @Override
          public O run(OrchestrationContext context, I input) {
            context.setCustomStatus("running");
            return steps(context, input);
          }

          protected abstract O steps(OrchestrationContext context, I input);
        }
        """);
    sources.put(
        "shop/Parcel_v1.java",
        """
        package shop;

        import dev.varve.ActivityOptions;
        import dev.varve.OrchestrationContext;
        import dev.varve.Orchestrator;
        import dev.varve.TypeRef;
        import java.util.List;

        public class Parcel_v1 implements Orchestrator<String, String> {
          private final String region;

          Parcel_v1(String region) {
            this.region = region;
          }

          @Override
          public String run(OrchestrationContext context, String input) {
            TypeRef<List<Label>> type = new TypeRef<>() {};
            List<Label> labels =
                context.callActivity("Labels", input, type, ActivityOptions.DEFAULT).await();
            return labels.stream().map(label -> label.text() + region).reduce("", String::concat);
          }
        }
        """);
    sources.put(
        "shop/Label.java", "package shop;\n\nrecord Label(String text, Format format) {}\n");
    sources.put("shop/Format.java", "package shop;\n\nenum Format { SMALL, LARGE }\n");
    sources.put(
        "shop/Order.java",
        """
        package shop;

        import com.fasterxml.jackson.annotation.JsonProperty;
        import java.util.List;

        public record Order(
            String id, @JsonProperty("items") List<Line> lines, Kind kind, String country) {}
        """);
    sources.put(
        "shop/Line.java", "package shop;\n\npublic record Line(String name, int amount) {}\n");
    sources.put(
        "shop/Payment.java",
        """
        package shop;

        public record Payment(long amount, String note) {
          public Payment {
            if (amount < 0) {
              throw new IllegalArgumentException("negative");
            }
          }
        }
        """);
    sources.put(
        "shop/Kind.java",
        """
        package shop;

        public enum Kind {
          NORMAL(100),
          GIFT(0),
          SALE(50);

          private final int percent;

          Kind(int percent) {
            this.percent = percent;
          }

          int percent() {
            return percent;
          }
        }
        """);
    sources.put(
        "shop/Currencies.java",
        """
        package shop;

        final class Currencies {
          static final String MAIN = "EUR";
          static final String OTHER = "CHF";
        }
        """);
    sources.put(
        "shop/Limits.java",
        """
        package shop;

        final class Limits {
          static final Integer MANY = Integer.valueOf(10);
          static final Integer FEW = Integer.valueOf(2);
          static final int[] TABLE = {1, 2, 4};
        }
        """);
    sources.put(
        "shop/Cards.java",
        """
        package shop;

        final class Cards {
          static String charge(Order order) {
            return send(order.id(), Prices.total(order));
          }

          private static String send(String id, int amount) {
            return id + ":" + amount;
          }
        }
        """);
    sources.put(
        "shop/Prices.java",
        """
        package shop;

        final class Prices {
          static int total(Order order) {
            return order.lines().stream().mapToInt(line -> rounded(line.amount())).sum();
          }

          private static int rounded(int amount) {
            return (amount + 4) / 5 * 5;
          }

          static int unrelated() {
            return 7;
          }
        }
        """);
    return sources;
  }
}
