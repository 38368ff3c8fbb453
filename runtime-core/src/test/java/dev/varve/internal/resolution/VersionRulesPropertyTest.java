package dev.varve.internal.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.history.VersionResolution;
import dev.varve.internal.resolution.Resolution.Resolved;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What must hold for any configuration and any functions, over seeded examples. */
final class VersionRulesPropertyTest {
  private static final int EXAMPLES = 5_000;
  private static final List<String> BASES = List.of("Order", "OrderItem", "Order.Item", "Ship");

  private final Random random = new Random(20_240_607);

  @Test
  void a_set_is_complete_and_without_an_entry_never_above_the_starter() {
    int resolved = 0;
    for (int example = 0; example < EXAMPLES; example++) {
      VersionRules rules = new VersionRules(someConfiguration(), someFunctions());
      if (rules.start(someBase(), someExact(), OptionalInt.empty()) instanceof Resolved found) {
        resolved++;
        for (FunctionKind kind : FunctionKind.values()) {
          BASES.forEach(base -> checkEntry(rules, found, kind, base));
        }
      }
    }
    assertThat(resolved).isGreaterThan(EXAMPLES / 10);
  }

  private static void checkEntry(
      VersionRules rules, Resolved found, FunctionKind kind, String base) {
    int[] fitting =
        rules.known().versionsOf(kind, base).stream()
            .mapToInt(FunctionName::version)
            .filter(version -> version <= found.function().version())
            .toArray();
    OptionalInt expected =
        fitting.length == 0 ? OptionalInt.empty() : OptionalInt.of(fitting[fitting.length - 1]);
    boolean anyKnown = !rules.known().versionsOf(kind, base).isEmpty();
    if (found.how() == VersionResolution.CONFIGURED
        && rules.current().entry(base).isPresent()
        && anyKnown) {
      expected = OptionalInt.of(rules.current().entry(base).get().version());
    }
    assertThat(found.versionSet().version(kind, base)).as("%s %s", kind, base).isEqualTo(expected);
    assertThat(found.versionSet().version(FunctionKind.ORCHESTRATOR, found.function().base()))
        .hasValue(found.function().version());
  }

  @Test
  void the_order_in_which_things_were_learned_changes_nothing() {
    for (int example = 0; example < EXAMPLES / 10; example++) {
      KnownFunctions known = someFunctions();
      Snapshot current = someConfiguration();
      String base = someBase();
      OptionalInt exactly = someExact();
      OptionalInt recorded = someExact();
      assertThat(new VersionRules(current, learnedOtherwise(known)).start(base, exactly, recorded))
          .isEqualTo(new VersionRules(current, known).start(base, exactly, recorded));
    }
  }

  private KnownFunctions learnedOtherwise(KnownFunctions known) {
    List<FunctionName> orchestrators = new ArrayList<>(known.orchestrators());
    List<FunctionName> activities = new ArrayList<>(known.activities());
    Collections.shuffle(orchestrators, random);
    Collections.shuffle(activities, random);
    KnownFunctions halves = KnownFunctions.of(List.of(), activities);
    return halves
        .union(KnownFunctions.of(orchestrators, List.of()))
        .union(KnownFunctions.of(List.of(), List.of()));
  }

  private String someBase() {
    return BASES.get(random.nextInt(BASES.size()));
  }

  private OptionalInt someExact() {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(6));
  }

  private KnownFunctions someFunctions() {
    return new KnownFunctions(someNames(), someNames());
  }

  private TreeSet<FunctionName> someNames() {
    TreeSet<FunctionName> names = new TreeSet<>();
    for (int count = random.nextInt(14); count > 0; count--) {
      names.add(new FunctionName(someBase(), random.nextInt(6)));
    }
    return names;
  }

  private Snapshot someConfiguration() {
    Map<String, Entry> entries = new TreeMap<>();
    for (int count = random.nextInt(3); count > 0; count--) {
      entries.put(someBase(), new Entry(random.nextInt(6), "a file"));
    }
    return new Snapshot(entries, random.nextInt(4) == 0 ? new Entry(random.nextInt(6), "x") : null);
  }
}
