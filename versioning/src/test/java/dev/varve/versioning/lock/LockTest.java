package dev.varve.versioning.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Activity;
import dev.varve.ActivityContext;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B2: the lock file, and what can be done with it. */
final class LockTest {
  private static final FunctionKey ORDER = FunctionKey.orchestrator("Order_v1");
  private static final FunctionKey SHIP = FunctionKey.activity("Ship_v1");

  @TempDir Path folder;

  private record Order(String id, long amount) {}

  /** Two builds of one program: what differs is in classes of its own. */
  private static final class Released {
    static VarveBuilder builder() {
      return Varve.builder()
          .orchestrator(
              "Order_v1",
              Order.class,
              (context, order) -> context.callActivity("Ship", order.id()).await())
          .activity("Ship_v1", String.class, id -> "shipped " + id);
    }
  }

  private static final class Edited {
    static VarveBuilder builder() {
      return Varve.builder()
          .orchestrator(
              "Order_v1",
              Order.class,
              (context, order) -> context.callActivity("Deliver", order.id()).await())
          .activity("Ship_v1", String.class, id -> "shipped " + id);
    }
  }

  private static VarveBuilder released() {
    return Released.builder();
  }

  private static VarveBuilder edited() {
    return Edited.builder();
  }

  @Test
  void B2_code_that_did_not_change_fits_with_exit_code_0() {
    LockCheck check = Lock.of(released()).check(released());

    assertThat(check.differences()).isEmpty();
    assertThat(check.fits()).isTrue();
    assertThat(check.exitCode()).isZero();
    assertThat(check.message()).isEmpty();
  }

  @Test
  void B2_a_changed_function_fails_the_check_and_the_message_says_where_the_change_belongs() {
    LockCheck check = Lock.of(released()).check(edited());

    assertThat(check.exitCode()).isEqualTo(LockCheck.DIFFERS);
    assertThat(check.differences())
        .singleElement()
        .returns(ORDER, LockDifference::key)
        .returns(LockDifference.State.CHANGED, LockDifference::state);
    assertThat(check.message())
        .isEqualTo(
            """
            CHANGED orchestrator Order_v1
              code lambda changed: constant "Ship" became "Deliver"
              Put the change into Order_v2, or accept it with a reason.\
            """);
  }

  @Test
  void B2_what_is_not_locked_yet_is_reported_and_is_no_failure() {
    LockCheck check = Lock.empty().check(released());

    assertThat(check.differences())
        .extracting(LockDifference::state)
        .containsExactly(LockDifference.State.NEW, LockDifference.State.NEW);
    assertThat(check.exitCode()).isZero();
    assertThat(check.message()).contains("NEW orchestrator Order_v1", "NEW activity Ship_v1");
  }

  @Test
  void B2_a_locked_function_that_is_gone_fails_the_check_until_it_is_removed_from_the_lock() {
    Lock lock = Lock.of(released());
    Lock without = Lock.empty().with(lock, List.of(SHIP));

    assertThat(lock.check(without).exitCode()).isEqualTo(LockCheck.DIFFERS);
    assertThat(lock.check(without).message()).contains("GONE orchestrator Order_v1");
    assertThat(lock.without(ORDER).check(without).exitCode()).isZero();
  }

  @Test
  void B2_only_what_is_said_to_be_released_is_locked() {
    Lock now = Lock.of(released());
    Lock lock = Lock.empty().with(now, List.of(SHIP));

    assertThat(lock.functions()).extracting(LockedFunction::key).containsExactly(SHIP);
    assertThat(lock.check(now).of(SHIP)).isEmpty();
    assertThatThrownBy(() -> lock.with(now, List.of(SHIP)))
        .hasMessageContaining("the activity Ship_v1 is locked already");
    assertThatThrownBy(() -> lock.with(now, List.of(FunctionKey.activity("Send_v1"))))
        .hasMessageContaining("there is no activity Send_v1");
  }

  @Test
  void B2_an_accepted_change_fits_and_the_file_keeps_the_reasons() throws IOException {
    Path file = folder.resolve("versions.lock");
    Lock changed = Lock.of(edited());
    Lock.of(released()).accept(changed, ORDER, " a \"typo\" only\nin a name ").writeTo(file);

    Lock read = Lock.read(file);
    assertThat(read.check(edited()).exitCode()).isZero();
    assertThat(read.function(ORDER).orElseThrow().accepted())
        .containsExactly("a \"typo\" only\nin a name");
    assertThat(Files.readString(file)).contains("  accepted \"a \\\"typo\\\" only\\nin a name\"\n");
    Lock back = read.accept(Lock.of(released()), ORDER, "back");
    assertThat(back.function(ORDER).orElseThrow().accepted()).hasSize(2).endsWith("back");
  }

  @Test
  void B2_nothing_is_accepted_without_a_reason_or_without_a_change() {
    Lock lock = Lock.of(released());

    assertThatThrownBy(() -> lock.accept(Lock.of(edited()), ORDER, "  "))
        .hasMessageContaining("the reason to accept the change of the orchestrator Order_v1");
    assertThatThrownBy(() -> lock.accept(Lock.of(edited()), SHIP, "why"))
        .hasMessageContaining("the code of the activity Ship_v1 did not change");
  }

  @Test
  void B2_the_file_is_read_as_it_was_written_and_is_written_the_same_again() throws IOException {
    Path file = folder.resolve("versions.lock");
    Lock lock = Lock.of(released());
    lock.writeTo(file);
    String text = Files.readString(file);

    assertThat(Lock.read(file)).isEqualTo(lock);
    Lock.read(file).writeTo(file);
    assertThat(file).hasContent(text);
    assertThat(text)
        .containsPattern("(?m)^varve lock format 1$")
        .containsPattern("(?m)^orchestrator Order_v1 [0-9a-f]{32}$")
        .contains("  payload dev.varve.versioning.lock.LockTest.Order = record(id, amount)\n")
        .contains("  payload dev.varve.versioning.lock.LockTest.Order.amount = long\n");
    Files.writeString(file, text.replace("\n", "\r\n"));
    assertThat(Lock.read(file)).isEqualTo(lock);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void B2_versions_locked_in_two_branches_merge_line_by_line() throws IOException {
    Lock now = Lock.of(released());
    String one = Lock.empty().with(now, List.of(ORDER)).toString();
    String other = Lock.empty().with(now, List.of(SHIP)).toString();
    String head = Lock.empty().toString();
    Path file = folder.resolve("versions.lock");
    Files.writeString(file, other + one.substring(head.length()));

    assertThat(Lock.read(file)).isEqualTo(now);
  }

  @Test
  void B2_a_file_that_a_merge_or_a_hand_broke_is_refused_by_line() throws IOException {
    String good = Lock.of(released()).toString();
    String mixed = good.replace("\"Ship\"", "\"Deliver\"");
    String marked = good.replaceFirst("(?m)^orchestrator", "<<<<<<< ours\norchestrator");
    String twice = good + good.substring(good.indexOf("\norchestrator"));

    assertThat(mixed).isNotEqualTo(good);
    assertRefused(mixed, "line 5 has a fingerprint of the orchestrator Order_v1 that its parts");
    assertRefused(marked, "line 5 is no function with its fingerprint: \"<<<<<<< ours\"");
    assertRefused(twice, "has the orchestrator Order_v1 a second time");
    assertRefused(good.replace("format 1", "format 2"), "this Varve reads format 1 only");
    assertRefused("Order=2\n", "line 1 should say 'varve lock format 1'");
    assertRefused("", "line 0 is the last, and none says 'varve lock format 1'");
    assertRefused(good.replace("Order_v1 ", "Order_v01 "), "has no function name");
    assertRefused(good.replace("  payload ", "  load "), "is no part of a function");
    assertRefused("varve lock format 1\n  code a = b\n", "line 2 belongs to no function");
  }

  private void assertRefused(String text, String problem) throws IOException {
    Path file = folder.resolve("broken.lock");
    Files.writeString(file, text);
    assertThatThrownBy(() -> Lock.read(file))
        .isInstanceOf(InvalidLockException.class)
        .hasMessageStartingWith("the lock file " + file + " cannot be used: line ")
        .hasMessageContaining(problem);
  }

  @Test
  void B2_a_lambda_is_found_by_its_name_though_it_is_registered_in_another_method() {
    VarveBuilder builder = Varve.builder();
    register(builder, "A_v1", (context, input) -> "a" + input);
    register(builder, "B_v1", (context, input) -> "b" + input);

    assertThat(parts(builder, "A_v1")).contains("\"a\"").doesNotContain("\"b\"");
    assertThat(parts(builder, "B_v1")).contains("\"b\"").doesNotContain("\"a\"");
  }

  private static void register(
      VarveBuilder builder, String name, Activity<String, String> activity) {
    builder.activity(name, String.class, activity);
  }

  @Test
  void B2_lambdas_that_nothing_tells_apart_are_refused_with_what_to_do() {
    VarveBuilder builder = Varve.builder();
    List<Activity<String, String>> codes =
        List.of((context, input) -> input + 1L, (context, input) -> input + 2L);
    for (int i = 0; i < codes.size(); i++) {
      builder.activity("Many_v" + (i + 1), String.class, codes.get(i));
    }

    assertThatThrownBy(() -> Lock.of(builder))
        .isInstanceOf(UnreadableCodeException.class)
        .hasMessageContaining("the code of 'Many_v")
        .hasMessageContaining("lambdas in dev.varve.versioning.lock.LockTest")
        .hasMessageContaining("register it as a class");
  }

  @Test
  void B2_a_value_that_a_lambda_captures_counts_if_the_code_tells_it() {
    String greeting = "hello ";
    String other = "bye ";
    VarveBuilder builder =
        Varve.builder()
            .activity("Greet_v1", String.class, name -> greeting + name)
            .activity("Greet_v2", String.class, name -> other + name);

    assertThat(parts(builder, "Greet_v1")).contains("\"hello \"");
    assertThat(parts(builder, "Greet_v2")).contains("\"bye \"");
  }

  static final class Plain_v1 implements Orchestrator<String, Order> {
    @Override
    public Order run(OrchestrationContext context, String input) {
      return new Order(input, 3);
    }
  }

  private static final class Factory implements Supplier<Plain_v1> {
    @Override
    public Plain_v1 get() {
      return new Plain_v1();
    }
  }

  private static final class Shout implements Activity<String, String> {
    private final String mark;

    Shout(String mark) {
      this.mark = mark;
    }

    @Override
    public String run(ActivityContext context, String input) {
      return input + mark + "?";
    }
  }

  @Test
  void B2_every_way_to_register_a_function_leads_to_its_code() {
    String code = "Plain_v1.run(OrchestrationContext,String)";

    assertThat(parts(Varve.builder().orchestrator(Plain_v1.class), "Plain_v1")).contains(code);
    assertThat(parts(Varve.builder().orchestrator("X_v1", Plain_v1.class), "X_v1")).contains(code);
    assertThat(parts(Varve.builder().orchestrator(Plain_v1::new), "Plain_v1")).contains(code);
    assertThat(parts(Varve.builder().orchestrator(new Factory()), "Plain_v1"))
        .contains(code)
        .contains("Factory.get()");
    VarveBuilder asObject =
        Varve.builder()
            .orchestrator("Y_v1", String.class, new Plain_v1())
            .activity("Shout_v1", String.class, new Shout("!"));
    assertThat(parts(asObject, "Y_v1"))
        .contains(code)
        .contains("payload dev.varve.versioning.lock.LockTest.Order = record(id, amount)");
    assertThat(parts(asObject, "Shout_v1")).contains("\"?\"").contains("LockTest.Shout.mark");
  }

  private interface Carrier {
    String carry(String parcel);
  }

  private static final class Truck implements Carrier {
    @Override
    public String carry(String parcel) {
      return parcel + " by truck";
    }
  }

  private static Activity<String, String> twice(Activity<String, String> inner) {
    return (context, input) -> inner.run(context, input) + inner.run(context, input);
  }

  @Test
  void B2_code_that_a_registered_object_or_lambda_holds_is_part_of_it() {
    Carrier carrier = new Truck();
    VarveBuilder builder =
        Varve.builder()
            .activity("Carry_v1", String.class, carrier::carry)
            .activity("Twice_v1", String.class, twice((context, input) -> input + " twice"));

    assertThat(parts(builder, "Carry_v1")).contains("Truck.carry(String)", "\" by truck\"");
    assertThat(parts(builder, "Twice_v1")).contains("\" twice\"").doesNotContain("\"a\"");
  }

  private static String parts(VarveBuilder builder, String function) {
    return Lock.of(builder).functions().stream()
        .filter(locked -> locked.key().name().toString().equals(function))
        .flatMap(locked -> locked.parts().stream())
        .map(Part::toString)
        .reduce("", (one, other) -> one + other + "\n");
  }
}
