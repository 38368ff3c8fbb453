package dev.varve.internal.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.internal.resolution.Resolution.Refused;
import dev.varve.internal.resolution.Resolution.Resolved;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts from outside: rules 1, 2, 3 and 5 of version resolution as a table. */
final class StartTableTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
# what                                          | config           | rec | known                                        | request    | answer
rule 1: a full name is exactly that             | -                | -   | Order_v1 Order_v2                            | Order_v1   | Order_v1 RELATIVE Order=1 / none
rule 1: a full name beats the configuration     | Order=2          | -   | Order_v1 Order_v2                            | Order_v1   | Order_v1 RELATIVE Order=1 / none
rule 1: a full name beats the default           | *=2              | -   | Order_v1 Order_v2                            | Order_v1   | Order_v1 RELATIVE Order=1 / none
rule 1: a full name beats the record            | -                | 2   | Order_v1 Order_v2                            | Order_v1   | Order_v1 RELATIVE Order=1 / none
V4: an explicit version                         | Order=2          | -   | Order_v1 Order_v2                            | Order!1    | Order_v1 RELATIVE Order=1 / none
V4: a full name with the same explicit version  | Order=2          | -   | Order_v1 Order_v2                            | Order_v1!1 | Order_v1 RELATIVE Order=1 / none
V16: version 0 is reached explicitly            | Order=1          | -   | Order Order_v1                               | Order!0    | Order RELATIVE Order=0 / none
V16: version 0 may be configured                | Order=0          | -   | Order Order_v1                               | Order      | Order CONFIGURED Order=0 / none
V16: version 0 may be the default               | *=0              | -   | Order Order_v1                               | Order      | Order CONFIGURED Order=0 / none
V1: versions are numbers, not text              | Order=10         | -   | Order_v9 Order_v10 / Ship_v9 Ship_v10        | Order      | Order_v10 CONFIGURED Order=10 / Ship=10
rule 2: the entry for the name                  | Order=2          | -   | Order_v1 Order_v2 Order_v3                   | Order      | Order_v2 CONFIGURED Order=2 / none
rule 2: the entry beats the default             | Order=2 *=1      | -   | Order_v1 Order_v2                            | Order      | Order_v2 CONFIGURED Order=2 / none
rule 2: the entry beats the record              | Order=2          | 1   | Order_v1 Order_v2                            | Order      | Order_v2 CONFIGURED Order=2 / none
rule 2: else the default                        | Ship=1 *=2       | -   | Order_v1 Order_v2                            | Order      | Order_v2 CONFIGURED Order=2 / none
rule 2: the default beats the record            | *=2              | 1   | Order_v1 Order_v2                            | Order      | Order_v2 CONFIGURED Order=2 / none
rule 2: else what the hub recorded              | -                | 1   | Order_v1 Order_v2                            | Order      | Order_v1 CONFIGURED Order=1 / none
rule 2: else the only one, which is recorded    | -                | -   | Order_v7 Ship_v1                             | Order      | Order_v7 CONFIGURED Order=7 Ship=1 / none +record
rule 2: recorded once                           | -                | 7   | Order_v7                                     | Order      | Order_v7 CONFIGURED Order=7 / none
rule 2: the only one may be version 0           | -                | -   | Order                                        | Order      | Order CONFIGURED Order=0 / none +record
rule 2: an explicit start records nothing       | -                | -   | Order_v7                                     | Order_v7   | Order_v7 CONFIGURED Order=7 / none
rule 2: a base that begins like another         | -                | -   | Order_v7 OrderItem_v1 Order.Item_v2          | Order      | Order_v7 CONFIGURED Order=7 Order.Item=2 OrderItem=1 / none +record
V13: configuration moved back                   | Order=1          | -   | Order_v1 Order_v2 / Ship_v1 Ship_v2          | Order      | Order_v1 CONFIGURED Order=1 / Ship=1
rule 3: the same version                        | Order=2          | -   | Order_v1 Order_v2 / Ship_v1 Ship_v2 Ship_v3  | Order      | Order_v2 CONFIGURED Order=2 / Ship=2
rule 3: else the highest below                  | Order=5          | -   | Order_v5 / Ship_v1 Ship_v3 Ship_v6           | Order      | Order_v5 CONFIGURED Order=5 / Ship=3
rule 3: never above, left out                   | Order=5          | -   | Order_v5 / Ship_v6                           | Order      | Order_v5 CONFIGURED Order=5 / none
rule 3: version 0 is below all                  | Order=5          | -   | Order_v5 / Ship Ship_v6                      | Order      | Order_v5 CONFIGURED Order=5 / Ship=0
rule 3: an entry may be above                   | Order=1 Ship=6   | -   | Order_v1 / Ship_v1 Ship_v6                   | Order      | Order_v1 CONFIGURED Order=1 / Ship=6
rule 3: an entry may be below                   | Order=6 Ship=1   | -   | Order_v6 / Ship_v1 Ship_v6                   | Order      | Order_v6 CONFIGURED Order=6 / Ship=1
rule 3: an entry holds for both kinds           | Order=1 Ship=2   | -   | Order_v1 Ship_v1 Ship_v2 / Ship_v1 Ship_v2   | Order      | Order_v1 CONFIGURED Order=1 Ship=2 / Ship=2
rule 3: the kinds resolve apart                 | Order=3          | -   | Order_v3 Ship_v2 / Ship_v1 Ship_v4           | Order      | Order_v3 CONFIGURED Order=3 Ship=2 / Ship=1
rule 3: explicit, other entries do not count    | Order=2 Ship=6   | -   | Order_v1 Order_v2 / Ship_v1 Ship_v6          | Order_v1   | Order_v1 RELATIVE Order=1 / Ship=1
rule 3: explicit and current, entries count     | Order=2 Ship=6   | -   | Order_v1 Order_v2 / Ship_v1 Ship_v6          | Order_v2   | Order_v2 CONFIGURED Order=2 / Ship=6
rule 3: explicit and the default, entries count | *=2 Ship=6       | -   | Order_v1 Order_v2 / Ship_v1 Ship_v6          | Order!2    | Order_v2 CONFIGURED Order=2 / Ship=6
rule 3: explicit and recorded, entries count    | Ship=6           | 2   | Order_v1 Order_v2 / Ship_v1 Ship_v6          | Order!2    | Order_v2 CONFIGURED Order=2 / Ship=6
rule 5: the default is no entry for another     | *=1 Order=3      | -   | Order_v3 / Ship_v1 Ship_v3                   | Order      | Order_v3 CONFIGURED Order=3 / Ship=3
rule 5: nor when the start used it              | *=3              | -   | Order_v3 / Ship_v1 Ship_v2                   | Order      | Order_v3 CONFIGURED Order=3 / Ship=2
a record is no entry for the same activity      | -                | 3   | Order_v3 Order_v4 / Order_v1 Order_v4        | Order      | Order_v3 CONFIGURED Order=3 / Order=1
an entry of a base nobody knows is left alone   | Order=1 Other=9  | -   | Order_v1                                     | Order      | Order_v1 CONFIGURED Order=1 / none
a wrong entry does not touch a relative start   | Order=2 Ship=9   | -   | Order_v1 Order_v2 / Ship_v1                  | Order_v1   | Order_v1 RELATIVE Order=1 / Ship=1
an unknown current does not touch another start | Order=9          | -   | Order_v1 Order_v2                            | Order_v1   | Order_v1 RELATIVE Order=1 / none
rule 9: case matters                            | ORDER=2          | -   | Order_v1 ORDER_v2                            | Order      | Order_v1 CONFIGURED ORDER=2 Order=1 / none +record
""")
  void a_start_resolves(
      String what, String config, String recorded, String known, String request, String answer) {
    var rules = ResolutionRow.rules(config, known);
    var resolution = ResolutionRow.start(rules, request, ResolutionRow.number(recorded));
    assertThat(ResolutionRow.answer(resolution)).as(what).isEqualTo(answer);
    assertThat(resolution).isInstanceOf(Resolved.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
# what                                       | config         | rec | known                        | request    | reason            | what the message says
a full name known nowhere                    | -              | -   | Order_v1 Order_v2            | Order_v3   | NOT_KNOWN         | orchestrator Order_v3 is known nowhere: no live worker of the hub serves it and it is not registered here; the known orchestrators are Order_v1, Order_v2; register Order_v3 or ask for one that is known
an explicit version known nowhere            | -              | -   | Order Order_v2               | Order!3    | NOT_KNOWN         | the known orchestrators are Order (version 0), Order_v2;
version 0 that is not there                  | -              | -   | Order_v2                     | Order!0    | NOT_KNOWN         | orchestrator Order (version 0) is known nowhere
an activity is no orchestrator               | -              | -   | Ship_v1 / Order_v3           | Order_v3   | NOT_KNOWN         | nothing is known under 'Order', only Ship_v1;
nothing at all                               | -              | -   | - / Order_v3                 | Order_v3   | NOT_KNOWN         | nothing is known under 'Order', and no other orchestrator;
a base name known nowhere                    | -              | -   | Order_v1                     | Ordre      | NOT_KNOWN         | orchestrator 'Ordre' is known in no version: nothing is known under 'Ordre', only Order_v1; register it or correct the name
several and nobody says                      | -              | -   | Order_v1 Order_v2            | Order      | NO_CURRENT        | no source says which version of 'Order' is current, and the known orchestrators are Order_v1, Order_v2; configure one, such as Order=2, or start one by its version
several, entries of others do not help       | Ship=1         | -   | Order_v1 Order_v2            | Order      | NO_CURRENT        | 'Order'
rule 5: a current version that is not known  | Order=3        | -   | Order_v1 Order_v2            | Order      | CURRENT_NOT_KNOWN | the current version of 'Order' is 3 (from a file), but the known orchestrators are Order_v1, Order_v2; register Order_v3 or correct the source
the only one known does not stand in for it  | Order=3        | -   | Order_v1                     | Order      | CURRENT_NOT_KNOWN | Order_v1
a default that is not known                  | *=3            | -   | Order_v1                     | Order      | CURRENT_NOT_KNOWN | is 3 (the default version, from a file)
a default for a name known nowhere           | *=1            | -   | Order_v1                     | Ordre      | CURRENT_NOT_KNOWN | nothing is known under 'Ordre', only Order_v1
a record whose version has gone              | -              | 1   | Order_v2                     | Order      | CURRENT_NOT_KNOWN | is 1 (recorded in the hub when it was the only one known)
a configured version 0 that is not there     | Order=0        | -   | Order_v1                     | Order      | CURRENT_NOT_KNOWN | register Order (version 0) or correct
a wrong entry of an activity                 | Order=1 Ship=9 | -   | Order_v1 / Ship_v1           | Order      | CURRENT_NOT_KNOWN | the current version of 'Ship' is 9 (from a file), but the known activities are Ship_v1; register Ship_v9
a wrong entry of another orchestrator        | Order=1 Item=9 | -   | Order_v1 Item_v1             | Order      | CURRENT_NOT_KNOWN | the current version of 'Item' is 9
an entry that only the other kind knows      | Order=2        | -   | Order_v2 / Order_v1          | Order      | CURRENT_NOT_KNOWN | the known activities are Order_v1
a wrong entry, current asked for explicitly  | Order=1 Ship=9 | -   | Order_v1 / Ship_v1           | Order!1    | CURRENT_NOT_KNOWN | 'Ship'
current asked for explicitly, not known      | Order=3        | -   | Order_v1                     | Order_v3   | NOT_KNOWN         | Order_v3
full name and another version                | -              | -   | Order_v1 Order_v2            | Order_v1!2 | CONTRADICTION     | 'Order_v1' names its version itself, but version 2 is asked for as well
full name and version 0                      | -              | -   | Order Order_v1               | Order_v1!0 | CONTRADICTION     | version 0 is asked for
""")
  void a_start_is_refused(
      String what,
      String config,
      String recorded,
      String known,
      String request,
      Resolution.Reason reason,
      String message) {
    var rules = ResolutionRow.rules(config, known);
    var resolution = ResolutionRow.start(rules, request, ResolutionRow.number(recorded));
    assertThat(resolution).as(what).isInstanceOf(Refused.class);
    Refused refused = (Refused) resolution;
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "Order_v2_v3, Order_v2_v3",
    "Order_v0, leading zero",
    "Order!-1, negative",
    "'', empty",
  })
  void a_name_outside_the_grammar_is_an_error_of_the_caller(String request, String message) {
    var rules = ResolutionRow.rules("-", "Order_v1");
    assertThatThrownBy(() -> ResolutionRow.start(rules, request, ResolutionRow.number("-")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
