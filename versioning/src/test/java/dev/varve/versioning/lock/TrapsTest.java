package dev.varve.versioning.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of traps: edits of one project, with the functions that each of them changes. Every
 * edit is compiled by javac and by ECJ, and compared with what javac made of the project before it.
 */
final class TrapsTest {
  private static final Set<String> NONE = Set.of();
  private static final String ORDER = "orchestrator Order_v1";
  private static final String REFUND = "orchestrator Refund_v1";
  private static final String PARCEL = "orchestrator Parcel_v1";
  private static final String CHARGE = "activity Charge_v1";
  private static final String QUOTE = "activity Quote_v1";
  private static final String PRINT = "activity Print_v1";

  @TempDir Path work;
  private final List<String> table = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  /** One edit: replaces text in a file that has it, by other text. */
  private record Trap(String name, Map<String, String> sources, Set<String> changed, String told) {
    Trap plus(String file, String old, String by) {
      Map<String, String> more = new LinkedHashMap<>(sources);
      more.computeIfPresent(file, (f, text) -> text.replace(old, by));
      return new Trap(name, more, changed, told);
    }
  }

  private static Trap trap(
      String name, String file, String old, String by, Set<String> changed, String told) {
    Map<String, String> sources = new LinkedHashMap<>(Shop.sources());
    String before = sources.getOrDefault("shop/" + file, "");
    String after = before.isEmpty() ? by : before.replace(old, by);
    assertThat(after).as(name).isNotEqualTo(before);
    sources.put("shop/" + file, after);
    return new Trap(name, sources, changed, told);
  }

  private static Trap harmless(String name, String file, String old, String by) {
    return trap(name, file, old, by, NONE, "");
  }

  private static List<Trap> changes() {
    return List.of(
        trap(
            "string constant",
            "App.java",
            "\"paid \"",
            "\"got \"",
            Set.of(ORDER),
            "constant \"paid \" became \"got \""),
        trap(
            "constant of another class, which compilers copy",
            "Currencies.java",
            "\"EUR\"",
            "\"USD\"",
            Set.of(ORDER),
            "constant \" EUR\" became \" USD\""),
        trap(
            "constant of another class, which is computed",
            "Limits.java",
            "valueOf(10)",
            "valueOf(20)",
            Set.of(ORDER),
            "constant shop.Limits.MANY changed: constant 10 became 20"),
        trap(
            "element of a constant array",
            "Limits.java",
            "{1, 2, 4}",
            "{1, 2, 5}",
            Set.of(ORDER),
            "constant shop.Limits.TABLE changed: constant 4 became 5"),
        trap(
            "number in a lambda",
            "App.java",
            "ofMinutes(5)",
            "ofMinutes(6)",
            Set.of(ORDER),
            "constant 5L became 6L"),
        trap(
            "condition in a lambda",
            "App.java",
            "&& !line",
            "&& line",
            Set.of(ORDER),
            "code lambda changed"),
        trap(
            "name of a called activity",
            "App.java",
            "\"Reserve\"",
            "\"Book\"",
            Set.of(ORDER),
            "constant \"Reserve\" became \"Book\""),
        trap(
            "order of two steps",
            "App.java",
            "context.callActivity(\"Reserve\", order).await();\n"
                + "          String currency = Currencies.MAIN;",
            "String currency = Currencies.MAIN;\n          context.setCustomStatus(currency);\n"
                + "          context.callActivity(\"Reserve\", order).await();",
            Set.of(ORDER),
            "code lambda changed"),
        trap(
            "factory gives something else",
            "App.java",
            "\"north\"",
            "\"south\"",
            Set.of(PARCEL),
            "constant \"north\" became \"south\""),
        trap(
            "lambda of an activity",
            "App.java",
            "text + \"!\"",
            "text + \"?\"",
            Set.of(PRINT),
            "constant \"!\" became \"?\""),
        trap(
            "helper",
            "Prices.java",
            "order.lines().stream()",
            "order.lines().stream().skip(1)",
            Set.of(CHARGE, QUOTE),
            "helper shop.Prices.total(Order) changed"),
        trap(
            "helper of a helper, in a lambda of that",
            "Prices.java",
            "+ 4)",
            "+ 3)",
            Set.of(CHARGE, QUOTE),
            "helper shop.Prices.rounded(int) changed"),
        trap(
            "private helper of a method reference",
            "Cards.java",
            "\":\"",
            "\"/\"",
            Set.of(CHARGE),
            "helper shop.Cards.send(String,int) changed"),
        trap(
            "method of a superclass",
            "Flow.java",
            "\"running\"",
            "\"busy\"",
            Set.of(REFUND),
            "helper shop.Flow.run(OrchestrationContext,Object) changed"),
        trap(
            "implementation of an interface",
            "Refund_v1.java",
            "return line.amount();",
            "return line.amount() + 1;",
            Set.of(REFUND),
            "helper shop.Refund_v1.Generous.part(Line) changed"),
        trap(
            "other implementation",
            "Refund_v1.java",
            "policy = new Generous();",
            "policy = line -> 4;",
            Set.of(REFUND),
            "field shop.Refund_v1.policy changed"),
        trap(
            "first value of a field",
            "Refund_v1.java",
            "limit = 3",
            "limit = 4",
            Set.of(REFUND),
            "field shop.Refund_v1.limit changed: constant 3 became 4"),
        trap(
            "anonymous class",
            "Refund_v1.java",
            "sign = -1",
            "sign = -2",
            Set.of(REFUND),
            "constant -1 became -2"),
        trap(
            "method of an anonymous class",
            "Refund_v1.java",
            "one.name().compareTo(other.name())",
            "other.name().compareTo(one.name())",
            Set.of(REFUND),
            "compare(Line,Line) changed"),
        trap(
            "local class",
            "Refund_v1.java",
            "line.amount() + limit;",
            "line.amount() - limit;",
            Set.of(REFUND),
            "of(Line) changed"),
        trap(
            "key of a sorting",
            "Refund_v1.java",
            "comparing(Line::amount)",
            "comparing(Line::name)",
            Set.of(REFUND),
            "steps(OrchestrationContext,Order) changed"),
        trap(
            "case of a switch on strings",
            "Refund_v1.java",
            "case \"AT\":",
            "case \"LI\":",
            Set.of(REFUND),
            "steps"),
        trap(
            "case of a switch on strings moved",
            "Refund_v1.java",
            "case \"AT\":\n        refunded += 19;",
            "refunded += 19;\n        break;\n      case \"AT\":\n        refunded += 20;",
            Set.of(REFUND),
            "steps"),
        trap(
            "case of a switch on an enum",
            "Refund_v1.java",
            "case SALE ->",
            "case NORMAL ->",
            Set.of(REFUND),
            "steps"),
        trap(
            "value of an enum constant that is used",
            "Kind.java",
            "GIFT(0)",
            "GIFT(5)",
            Set.of(REFUND),
            "constant shop.Kind.GIFT changed"),
        trap(
            "method of an enum",
            "Kind.java",
            "return percent;",
            "return percent + 1;",
            Set.of(REFUND),
            "helper shop.Kind.percent() changed"),
        trap(
            "component of a payload has another type",
            "Line.java",
            "int amount",
            "Integer amount",
            Set.of(ORDER, REFUND, CHARGE, QUOTE),
            "payload shop.Line.amount: int -> Integer"),
        trap(
            "component of a payload has another name",
            "Payment.java",
            "String note",
            "String text",
            Set.of(ORDER),
            "payload shop.Payment: record(amount, note)" + " -> record(amount, text)"),
        trap(
            "components of a payload in another order",
            "Label.java",
            "String text, Format format",
            "Format format, String text",
            Set.of(PARCEL),
            "record(text, format) -> record(format, text)"),
        trap(
            "one more component",
            "Label.java",
            "Format format",
            "Format format, Long size",
            Set.of(PARCEL),
            "payload shop.Label.size is part of it now"),
        trap(
            "annotation of a payload",
            "Order.java",
            "@JsonProperty(\"items\")",
            "@JsonProperty(\"lines\")",
            Set.of(ORDER, REFUND, CHARGE, QUOTE),
            "-> java.util.List<shop.Line> @JsonProperty(value=\"lines\")"),
        trap(
            "annotation removed",
            "Order.java",
            "@JsonProperty(\"items\") ",
            "",
            Set.of(ORDER, REFUND, CHARGE, QUOTE),
            "payload shop.Order.lines"),
        trap(
            "constant of an enum in a payload",
            "Format.java",
            "LARGE",
            "HUGE",
            Set.of(PARCEL),
            "payload shop.Format: enum(SMALL, LARGE) -> enum(SMALL, HUGE)"),
        trap(
            "constructor of a payload",
            "Payment.java",
            "amount < 0",
            "amount < 1",
            Set.of(ORDER),
            "new shop.Payment(long,String) changed"));
  }

  private static List<Trap> harmlessEdits() {
    return List.of(
        harmless(
            "method added",
            "App.java",
            "void unused() {}",
            "void unused() {}\n  static String more(String a) { return a + 1; }"),
        harmless(
            "field added",
            "Refund_v1.java",
            "private int limit = 3;",
            "private final java.util.List<String> log = new ArrayList<>();\n"
                + "  private int limit = 3;\n  static long started = System.nanoTime();"),
        harmless(
            "constant added before those that are used",
            "Limits.java",
            "static final Integer MANY",
            "static final Integer NEW = Integer.valueOf(99);\n" + "  static final Integer MANY"),
        harmless("constant changed that is not used", "Limits.java", "valueOf(2)", "valueOf(3)"),
        harmless(
            "inlined constant changed that is not used", "Currencies.java", "\"CHF\"", "\"NOK\""),
        harmless("method changed that is not called", "Prices.java", "return 7;", "return 8;"),
        harmless(
            "method changed that is not called, in a class that is used",
            "Refund_v1.java",
            "return 1;",
            "return 2;"),
        harmless(
            "lambda added before others",
            "App.java",
            "static final int UNUSED = 1;",
            "static final Runnable BEFORE = () -> System.out.println(1);\n"
                + "  static Runnable other() { return () -> System.out.println(2); }"),
        harmless(
            "anonymous class added before others",
            "Refund_v1.java",
            "private int limit = 3;",
            "private int limit = 3;\n  Object other() { return new Object() {\n"
                + "    @Override public String toString() { return \"other\"; } }; }"),
        harmless(
            "members in another order",
            "Refund_v1.java",
            "  private final Policy policy = new Generous();\n  private int limit = 3;\n",
            "  private int limit = 3;\n  private final Policy policy = new Generous();\n"),
        harmless(
                "methods in another order",
                "Prices.java",
                "  static int unrelated() {\n    return 7;\n  }\n",
                "")
            .plus(
                "shop/Prices.java",
                "final class Prices {",
                "final class Prices {\n  static int unrelated() {\n    return 7;\n  }\n"),
        harmless(
            "comment and format",
            "App.java",
            "String currency = Currencies.MAIN;",
            "// The currency.\n\n\n          String currency\n = Currencies.MAIN ; /* so */"),
        harmless("local variable renamed", "Refund_v1.java", "refunded", "back"),
        harmless(
                "parameter renamed",
                "Cards.java",
                "String id, int amount",
                "String key, int amount")
            .plus("shop/Cards.java", "return id", "return key"),
        harmless(
            "parameter of a lambda renamed",
            "Prices.java",
            "line -> rounded(line.amount())",
            "l -> rounded(l.amount())"),
        harmless(
            "annotation that JSON does not see",
            "Line.java",
            "public record",
            "@Deprecated\npublic record"),
        harmless("class added", "Other.java", "", "package shop;\n\nclass Other {}\n"),
        harmless(
            "function added",
            "App.java",
            "builder.activity(\"Quote_v1\"",
            "builder.activity(\"Quote_v2\", Order.class, order -> 5);\n"
                + "    builder.activity(\"Quote_v1\""),
        harmless("explicit instead of implied this", "Refund_v1.java", "* limit", "* this.limit"));
  }

  @Test
  void B2_every_change_of_a_function_is_reported_and_says_what_changed() {
    check(changes(), List.of(Compiled.By.JAVAC, Compiled.By.ECJ));
  }

  @Test
  void B2_nothing_else_is_reported_whoever_compiles() {
    check(List.of(new Trap("nothing", Shop.sources(), NONE, "")), List.of(Compiled.By.values()));
    check(harmlessEdits(), List.of(Compiled.By.JAVAC, Compiled.By.ECJ));
  }

  private void check(List<Trap> traps, List<Compiled.By> compilers) {
    Lock before = Compiled.lock(work, Shop.sources(), Compiled.By.JAVAC);
    for (Trap trap : traps) {
      for (Compiled.By by : compilers) {
        LockCheck check = before.check(Compiled.lock(work, trap.sources, by));
        Set<String> changed =
            check.differences().stream()
                .filter(difference -> difference.state() != LockDifference.State.NEW)
                .map(difference -> difference.key().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean right =
            changed.equals(trap.changed)
                && check.message().contains(trap.told)
                && check.exitCode() == (trap.changed.isEmpty() ? 0 : 3);
        String row = (right ? "ok    " : "WRONG ") + by + " | " + trap.name + " | " + changed;
        table.add(row);
        if (!right) {
          wrong.add(
              row
                  + "\n    expected "
                  + trap.changed
                  + " and "
                  + trap.told
                  + "\n"
                  + check.message());
        }
      }
    }
    assertThat(wrong).as("%s", String.join("\n", table)).isEmpty();
  }
}
