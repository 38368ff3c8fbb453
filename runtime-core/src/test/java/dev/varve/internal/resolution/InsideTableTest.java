package dev.varve.internal.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.VersionChoice;
import dev.varve.internal.resolution.Resolution.Resolved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Children, continue-as-new and activities: rules 3, 5, 6 and 8 as tables. */
final class InsideTableTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
# what                                     | config        | known                             | parent's set         | request | choice  | before | answer
V7: inherits the parent's entry            | Item=3        | Item_v1 Item_v2 Item_v3           | Item=2 / Ship=1      | Item    | inherit | -      | Item_v2 INHERITED Item=2 / Ship=1
V6: a later registration changes nothing   | -             | Item_v1 Item_v2 / Ship_v2         | Item=1 / none        | Item    | inherit | -      | Item_v1 INHERITED Item=1 / none
rule 3: what it resolved to before         | -             | Item_v1 Item_v2                   | Item=1 / none        | Item    | inherit | 2      | Item_v2 INHERITED Item=1 / none
a full name that is the entry              | -             | Item_v1 Item_v2                   | Item=2 / Ship=9      | Item_v2 | inherit | -      | Item_v2 INHERITED Item=2 / Ship=9
a full name that is not                    | Ship=2        | Item_v1 Item_v2 / Ship_v1 Ship_v2 | Item=2 / Ship=2      | Item_v1 | inherit | -      | Item_v1 RELATIVE Item=1 / Ship=1
a full name ignores what was before        | -             | Item_v1 Item_v2                   | Item=1 / none        | Item_v1 | inherit | 2      | Item_v1 INHERITED Item=1 / none
a full name outside the set                | -             | Item_v5                           | none / none          | Item_v5 | inherit | -      | Item_v5 RELATIVE Item=5 / none
V7: current                                | Item=3 Ship=1 | Item_v2 Item_v3 / Ship_v1 Ship_v3 | Item=2 / Ship=2      | Item    | current | 2      | Item_v3 CONFIGURED Item=3 / Ship=1
V7: current, the only one known            | -             | Item_v2                           | Item=2 / none        | Item    | current | -      | Item_v2 CONFIGURED Item=2 / none +record
V7: current may be lower for a child       | Item=1        | Item_v1 Item_v2                   | Item=2 / none        | Item    | current | -      | Item_v1 CONFIGURED Item=1 / none
V7: exactly is relative                    | Item=3 Ship=1 | Item_v3 / Ship_v1 Ship_v3         | Item=2 / Ship=2      | Item    | 3       | 2      | Item_v3 RELATIVE Item=3 / Ship=3
V7: exactly version 0                      | -             | Item Item_v1                      | Item=1 / none        | Item    | 0       | -      | Item RELATIVE Item=0 / none
exactly with the same full name            | -             | Item_v1                           | Item=1 / none        | Item_v1 | 1       | -      | Item_v1 RELATIVE Item=1 / none
the kinds do not mix                       | -             | Item_v1 / Item_v1                 | none / Item=1        | Item    | inherit | -      | NOT_IN_VERSION_SET: the version set this instance started under has no version of orchestrator 'Item'; when it started, none was known that fits its own version; now the known orchestrators are Item_v1; call one by its full name
not in the set and known nowhere           | -             | -                                 | none / none          | Item    | inherit | -      | NOT_IN_VERSION_SET: the version set this instance started under has no version of orchestrator 'Item'; when it started, none was known that fits its own version; now nothing is known under 'Item', and no other orchestrator; call one by its full name
the entry has gone                         | -             | Item_v2                           | Item=1 / none        | Item    | inherit | -      | NOT_KNOWN: orchestrator Item_v1 is known nowhere: no live worker of the hub serves it and it is not registered here; the known orchestrators are Item_v2; register Item_v1 or ask for one that is known
exactly what nobody knows                  | -             | Item_v2                           | Item=2 / none        | Item    | 3       | -      | NOT_KNOWN: orchestrator Item_v3 is known nowhere: no live worker of the hub serves it and it is not registered here; the known orchestrators are Item_v2; register Item_v3 or ask for one that is known
current, not known                         | Item=3        | Item_v2                           | Item=2 / none        | Item    | current | -      | CURRENT_NOT_KNOWN: the current version of 'Item' is 3 (from a file), but the known orchestrators are Item_v2; register Item_v3 or correct the source
full name and current                      | -             | Item_v2                           | Item=2 / none        | Item_v2 | current | -      | CONTRADICTION: 'Item_v2' names its version itself, but the current version is asked for as well; give the base name with a choice, or the full name alone
full name and another                      | -             | Item_v1 Item_v2                   | Item=2 / none        | Item_v2 | 1       | -      | CONTRADICTION: 'Item_v2' names its version itself, but version 1 is asked for as well; give the base name with a choice, or the full name alone
""")
  void a_child_resolves(
      String what,
      String config,
      String known,
      String parentSet,
      String request,
      String choice,
      String before,
      String answer) {
    var resolution =
        ResolutionRow.rules(config, known)
            .child(
                request,
                ResolutionRow.choice(choice),
                ResolutionRow.set(parentSet),
                ResolutionRow.number(before),
                ResolutionRow.number("-"));
    assertThat(ResolutionRow.answer(resolution)).as(what).isEqualTo(answer);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
# what                                       | config         | rec | known                               | running  | its set            | choice  | answer
rule 6: stays by default                     | Order=3        | -   | Order_v2 Order_v3                   | Order_v2 | Order=2 / Ship=1   | inherit | Order_v2 CONFIGURED Order=2 / Ship=1
rule 6: stays even where nobody else knows   | -              | -   | -                                   | Order_v2 | Order=2 / Ship=1   | inherit | Order_v2 CONFIGURED Order=2 / Ship=1
V8: to the current version                   | Order=3 Ship=2 | -   | Order_v2 Order_v3 / Ship_v2 Ship_v3 | Order_v2 | Order=2 / Ship=1   | current | Order_v3 CONFIGURED Order=3 / Ship=2
rule 8: never to a lower one                 | Order=1        | -   | Order_v1 Order_v2                   | Order_v2 | Order=2 / Ship=1   | current | Order_v2 CONFIGURED Order=2 / Ship=1
rule 8: not to a lower default               | *=1            | -   | Order_v1 Order_v2                   | Order_v2 | Order=2 / none     | current | Order_v2 CONFIGURED Order=2 / none
rule 8: not to a lower record                | -              | 1   | Order_v1 Order_v2                   | Order_v2 | Order=2 / none     | current | Order_v2 CONFIGURED Order=2 / none
rule 8: a lower one need not be known        | Order=1        | -   | Order_v2                            | Order_v2 | Order=2 / none     | current | Order_v2 CONFIGURED Order=2 / none
the same version, a set of this moment       | Order=2 Ship=2 | -   | Order_v2 / Ship_v1 Ship_v2          | Order_v2 | Order=2 / Ship=1   | current | Order_v2 CONFIGURED Order=2 / Ship=2
V8: to a version                             | Order=3 Ship=1 | -   | Order_v3 / Ship_v1 Ship_v3          | Order_v2 | Order=2 / Ship=1   | 3       | Order_v3 RELATIVE Order=3 / Ship=3
V8: to a lower version on request            | Order=2        | -   | Order_v1 Order_v2 / Ship_v1 Ship_v2 | Order_v2 | Order=2 / Ship=2   | 1       | Order_v1 RELATIVE Order=1 / Ship=1
a version that nobody knows                  | -              | -   | Order_v2                            | Order_v2 | Order=2 / none     | 3       | NOT_KNOWN: orchestrator Order_v3 is known nowhere: no live worker of the hub serves it and it is not registered here; the known orchestrators are Order_v2; register Order_v3 or ask for one that is known
nobody says what is current                  | -              | -   | Order_v2 Order_v3                   | Order_v2 | Order=2 / none     | current | NO_CURRENT: no source says which version of 'Order' is current, and the known orchestrators are Order_v2, Order_v3; configure one, such as Order=3, or start one by its version
a current version that nobody knows          | Order=9        | -   | Order_v2                            | Order_v2 | Order=2 / none     | current | CURRENT_NOT_KNOWN: the current version of 'Order' is 9 (from a file), but the known orchestrators are Order_v2; register Order_v9 or correct the source
""")
  void continue_as_new_resolves(
      String what,
      String config,
      String recorded,
      String known,
      String running,
      String set,
      String choice,
      String answer) {
    var resolution =
        ResolutionRow.rules(config, known)
            .continueAsNew(
                ResolutionRow.running(running, set),
                ResolutionRow.choice(choice),
                ResolutionRow.number(recorded));
    assertThat(ResolutionRow.answer(resolution)).as(what).isEqualTo(answer);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
# what                               | known                     | set           | request | before | answer
the set's entry                      | - / Ship_v1 Ship_v2       | none / Ship=1 | Ship    | -      | Ship_v1 INHERITED none / Ship=1
rule 3: what it resolved to before   | - / Ship_v1 Ship_v2       | none / Ship=1 | Ship    | 2      | Ship_v2 INHERITED none / Ship=1
rule 1: a full name                  | - / Ship_v1 Ship_v2       | none / Ship=1 | Ship_v2 | 1      | Ship_v2 INHERITED none / Ship=1
V16: version 0                       | - / Ship                  | none / Ship=0 | Ship    | -      | Ship INHERITED none / Ship=0
hard case 7: registered later        | - / Ship_v5               | none / none   | Ship    | -      | NOT_IN_VERSION_SET: the version set this instance started under has no version of activity 'Ship'; when it started, none was known that fits its own version; now the known activities are Ship_v5; call one by its full name
the entry has gone                   | - / Ship_v2               | none / Ship=1 | Ship    | -      | NOT_KNOWN: activity Ship_v1 is known nowhere: no live worker of the hub serves it and it is not registered here; the known activities are Ship_v2; register Ship_v1 or ask for one that is known
a full name known nowhere            | Ship_v3                   | none / none   | Ship_v3 | -      | NOT_KNOWN: activity Ship_v3 is known nowhere: no live worker of the hub serves it and it is not registered here; nothing is known under 'Ship', and no other activity; register Ship_v3 or ask for one that is known
""")
  void an_activity_resolves(
      String what, String known, String set, String request, String before, String answer) {
    var rules = ResolutionRow.rules("Ship=9", known);
    var resolution =
        ResolutionRow.activity(
            rules, request, ResolutionRow.set(set), ResolutionRow.number(before));
    assertThat(ResolutionRow.answer(resolution)).as(what).isEqualTo(answer);
  }

  @Test
  void V8_asking_again_with_no_newer_version_gives_the_same_again() {
    var rules = ResolutionRow.rules("Order=3 Ship=2", "Order_v3 / Ship_v2");
    var first =
        rules.continueAsNew(
            ResolutionRow.running("Order_v2", "Order=2 / Ship=1"),
            new VersionChoice.Current(),
            ResolutionRow.number("-"));
    var second =
        rules.continueAsNew(
            (Resolved) first, new VersionChoice.Current(), ResolutionRow.number("-"));
    assertThat(second).isEqualTo(first);
  }

  @Test
  void a_negative_version_is_no_choice() {
    assertThatThrownBy(() -> new VersionChoice.Exactly(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version -1 is negative");
  }
}
