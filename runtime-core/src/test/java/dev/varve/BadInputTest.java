package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.varve.ExistingInstancePolicy.Action;
import dev.varve.storage.InstanceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal names the value and says what to do. */
@SuppressWarnings("NullAway.Init") // set before all tests
final class BadInputTest {
  private static Varve varve;
  private static VarveClient client;

  @BeforeAll
  static void startEngine() {
    varve =
        Varve.builder()
            .orchestrator("Probe_v1", String.class, (ctx, in) -> Probes.run(ctx, in))
            .orchestrator("Two_v1", Void.class, (ctx, in) -> 1)
            .orchestrator("Two_v2", Void.class, (ctx, in) -> 2)
            .activity("Charge_v1", Integer.class, (Integer in) -> in)
            .start();
    client = varve.client();
  }

  @AfterAll
  static void closeEngine() {
    varve.close();
  }

  /** A refused input, what its message must name, and what it must tell to do. */
  record Bad(String what, String names, String tells, ThrowingCallable call) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> names() {
    String long101 = "A".repeat(101);
    String long257 = "i".repeat(257);
    return Stream.of(
        name("empty", "", "write it like"),
        name("a space", "Or der", "write it like"),
        name("a digit first", "1Order", "a letter followed by"),
        name("an underscore", "Order_2", "write it like"),
        name("a hyphen", "Order-v2", "write it like"),
        name("two suffixes", "Order_v2_v3", "write it like"),
        name("no number", "Order_v", "the version number is missing"),
        name("version zero", "Order_v0", "starts at 1"),
        name("a leading zero", "Order_v01", "no leading zero"),
        name("a version too large", "Order_v2147483648", "2147483647"),
        name("a letter in the version", "Order_v2a", "write it like"),
        name("too long", long101, "longer than 100"),
        name("a control character", "Or\nder", "write it like"),
        name("letters of others", "Bestellung\u00fc", "letters, digits and dots"),
        bad("negative version", "-1", "0 or more", () -> new FunctionName("Order", -1)),
        bad("hub too short", "ab", "3 to 45", () -> Varve.builder().hub("ab")),
        bad(
            "hub with a hyphen",
            "my-hub",
            "letters and digits",
            () -> Varve.builder().hub("my-hub")),
        bad(
            "hub with a line break",
            "my\\u000ahub",
            "3 to 45",
            () -> Varve.builder().hub("my\nhub")),
        bad("empty instance id", "instance id", "1 to 256", () -> StartOptions.withId("")),
        bad("instance id too long", "257", "at most 256", () -> StartOptions.withId(long257)),
        bad(
            "instance id with a control character",
            "a\\u0007b",
            "remove it",
            () -> StartOptions.withId("a\u0007b")),
        bad(
            "half a surrogate pair",
            "\\ud83d",
            "well-formed",
            () -> StartOptions.withId("x\ud83d")),
        bad(
            "child id",
            "a\\u0000",
            "remove it",
            () -> SubOrchestrationOptions.DEFAULT.withInstanceId("a\u0000")),
        bad("empty worker name", "worker name", "1 to 200", () -> Varve.builder().workerName("")),
        bad("empty build id", "build id", "1 to 200", () -> Varve.builder().buildId("")));
  }

  static Stream<Bad> options() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 51; i++) {
      many.put("tag" + i, "");
    }
    String long1001 = "v".repeat(1_001);
    return Stream.of(
        bad("too many tags", "51", "at most 50", () -> StartOptions.DEFAULT.withTags(many)),
        bad(
            "empty tag key",
            "tag key",
            "1 to 100",
            () -> StartOptions.DEFAULT.withTags(Map.of("", "x"))),
        bad(
            "tag value too long",
            "'k' has 1001",
            "at most 1000",
            () -> StartOptions.DEFAULT.withTags(Map.of("k", long1001))),
        bad(
            "tag value of too many bytes",
            "3000 bytes",
            "at most 2000",
            () -> StartOptions.DEFAULT.withTags(Map.of("note", "\u4e00".repeat(1_000)))),
        bad(
            "tag value with NUL",
            "'note'",
            "NUL",
            () -> StartOptions.DEFAULT.withTags(Map.of("note", "a\0b"))),
        bad(
            "tag value with half a pair",
            "'k'",
            "well-formed",
            () -> StartOptions.DEFAULT.withTags(Map.of("k", "\udc00"))),
        bad(
            "negative start version",
            "-2",
            "0 or more",
            () -> StartOptions.DEFAULT.withVersion(-2)),
        bad(
            "start time nobody lives to see",
            "+1000000000",
            "9999",
            () -> StartOptions.DEFAULT.withStartTime(Instant.MAX)),
        bad(
            "child start time nobody lives to see",
            "+1000000000",
            "9999",
            () -> SubOrchestrationOptions.DEFAULT.withStartTime(Instant.MAX)),
        bad("exactly a negative version", "-1", "0 or more", () -> VersionChoice.exactly(-1)),
        bad(
            "replacing what runs",
            "RUNNING",
            "terminate it first",
            () ->
                ExistingInstancePolicy.keep()
                    .with(OrchestrationRuntimeStatus.RUNNING, Action.REPLACE)),
        bad(
            "no attempts",
            "maxNumberOfAttempts is 0",
            "1 or more",
            () -> RetryPolicy.of(0, Duration.ZERO)),
        bad(
            "negative interval",
            "PT-1S",
            "zero or more",
            () -> RetryPolicy.of(1, Duration.ofSeconds(-1))),
        bad(
            "coefficient below 1",
            "0.5",
            "1.0 or more",
            () -> RetryPolicy.of(1, Duration.ZERO).withBackoffCoefficient(0.5)),
        bad(
            "coefficient that is no number",
            "NaN",
            "1.0 or more",
            () -> RetryPolicy.of(1, Duration.ZERO).withBackoffCoefficient(Double.NaN)),
        bad(
            "no longest interval",
            "maxRetryInterval is PT0S",
            "more than zero",
            () -> RetryPolicy.of(1, Duration.ZERO).withMaxRetryInterval(Duration.ZERO)),
        bad(
            "no retry timeout",
            "retryTimeout is PT0S",
            "more than zero",
            () -> RetryPolicy.of(1, Duration.ZERO).withRetryTimeout(Duration.ZERO)),
        bad(
            "no activity timeout",
            "timeout is PT0S",
            "more than zero",
            () -> ActivityOptions.DEFAULT.withTimeout(Duration.ZERO)),
        bad(
            "no residents",
            "maxResidentInstances is 0",
            "1 or more",
            () -> Varve.builder().maxResidentInstances(0)),
        bad(
            "no memory",
            "maxResidentBytes is 0",
            "1 or more",
            () -> Varve.builder().maxResidentBytes(0)),
        bad(
            "no activities",
            "maxConcurrentActivities is -3",
            "1 or more",
            () -> Varve.builder().maxConcurrentActivities(-3)),
        bad(
            "negative drain",
            "PT-1S",
            "zero or more",
            () -> Varve.builder().drainTimeout(Duration.ofSeconds(-1))),
        bad(
            "no time for a turn",
            "stuckTurnAfter is PT0S",
            "more than zero",
            () -> Varve.builder().stuckTurnAfter(Duration.ZERO)),
        bad("no crashes", "maxCrashes is 0", "1 or more", () -> Varve.builder().maxCrashes(0)),
        bad(
            "negative current version",
            "-4",
            "0 or more",
            () -> CurrentVersions.of(Map.of("Order", -4))),
        bad(
            "current version of a bad name",
            "Or der",
            "write it like",
            () -> CurrentVersions.of(Map.of("Or der", 1))),
        bad("page of nothing", "page size 0", "1 to 1000", () -> page(0)),
        bad("page too large", "page size 1001", "1 to 1000", () -> page(1_001)));
  }

  static Stream<Bad> registrations() {
    Orchestrator<String, String> order = (ctx, in) -> in;
    Activity<String, String> charge = (ctx, in) -> in;
    return Stream.of(
        bad(
            "orchestrator twice",
            "'Order_v1'",
            "another version",
            () ->
                Varve.builder()
                    .orchestrator("Order_v1", String.class, order)
                    .orchestrator("Order_v1", String.class, order)),
        bad(
            "activity twice",
            "'Charge_v1'",
            "another version",
            () ->
                Varve.builder()
                    .activity("Charge_v1", String.class, charge)
                    .activity("Charge_v1", String.class, charge)),
        bad(
            "bad orchestrator name",
            "Order_v1_v2",
            "write it like",
            () -> Varve.builder().orchestrator("Order_v1_v2", String.class, order)),
        bad(
            "bad activity name",
            "Charge card",
            "write it like",
            () -> Varve.builder().activity("Charge card", String.class, charge)),
        bad(
            "class without a function name",
            "Bad_Name",
            "register it under a name",
            () -> Varve.builder().orchestrator(Bad_Name.class)),
        bad(
            "class that cannot be made",
            "NeedsThings_v1",
            "register it with a factory",
            () -> Varve.builder().orchestrator(NeedsThings_v1.class)),
        bad(
            "lambda without a name",
            "BadInputTest",
            "name of its own",
            () -> Varve.builder().activity(charge)));
  }

  static Stream<Bad> calls() {
    return Stream.of(
        bad(
            "start of nobody",
            "Nobody",
            "Probe",
            () -> client.scheduleNewOrchestrationInstance("Nobody")),
        bad(
            "start of an unknown version",
            "Two_v3",
            "Two_v1",
            () -> client.scheduleNewOrchestrationInstance("Two_v3")),
        bad(
            "start with an open version",
            "Two",
            "Two_v2",
            () -> client.scheduleNewOrchestrationInstance("Two")),
        bad(
            "start with two versions",
            "Two_v1",
            "alone",
            () ->
                client.scheduleNewOrchestrationInstance(
                    "Two_v1", null, StartOptions.DEFAULT.withVersion(2))),
        bad(
            "start of a bad name",
            "Or der",
            "write it like",
            () -> client.scheduleNewOrchestrationInstance("Or der")),
        bad(
            "input that cannot be written",
            "Unwritable",
            "",
            () -> client.scheduleNewOrchestrationInstance("Probe", new Unwritable())),
        bad("event for nobody", "'nobody'", "", () -> client.raiseEvent("nobody", "Go")),
        bad("empty event name", "event name", "1 to 256", () -> client.raiseEvent("x", "")),
        bad(
            "event name with a control character",
            "G\\u000ao",
            "remove it",
            () -> client.raiseEvent("x", "G\no")),
        bad(
            "metadata of a bad id",
            "instance id",
            "1 to 256",
            () -> client.getInstanceMetadata("")),
        bad("input of nobody", "'nobody'", "", () -> client.getInput("nobody", String.class)),
        bad("history of nobody", "'nobody'", "", () -> client.getHistory("nobody")),
        bad("suspend of nobody", "'nobody'", "", () -> client.suspendInstance("nobody", "")),
        bad("terminate of nobody", "'nobody'", "", () -> client.terminate("nobody", null)),
        bad(
            "wait for nobody",
            "'nobody'",
            "",
            () -> client.waitForInstanceStart("nobody", Duration.ZERO)),
        bad("purge of a bad id", "a\\u0001", "remove it", () -> client.purgeInstance("a\u0001")),
        bad(
            "purge of what runs",
            "RUNNING",
            "COMPLETED, FAILED or TERMINATED",
            () -> client.purgeInstances(Instant.MAX, Set.of(OrchestrationRuntimeStatus.RUNNING))),
        bad(
            "continuation of nobody",
            "nonsense",
            "",
            () -> client.queryInstances(query(10, Optional.of("nonsense")))),
        bad("output of another type", "Integer", "", () -> result("ok").outputAs(Integer.class)));
  }

  static Stream<Bad> inOrchestrators() {
    return Stream.of(
        inside("negative timer", "PT-1S", "zero or more"),
        inside("endless timer", "PT87660000000H", "9999"),
        inside("timer in a year beyond", "+10000-01-01", "to 9999"),
        inside("timer before all time", "-1000000000", "use 0000"),
        inside("activity of a bad name", "Char ge", "write it like"),
        inside("child of a bad name", "It_em", "write it like"),
        inside("empty event", "event name", "1 to 256"),
        inside("event to a bad id", "instance id", "1 to 256"),
        inside("any of nothing", "anyOf", "at least one"),
        inside("input too deep for words", "Unwritable", ""));
  }

  private static Bad name(String what, String text, String tells) {
    return bad("name: " + what, Names.printable(text), tells, () -> FunctionName.parse(text));
  }

  private static Bad bad(String what, String names, String tells, ThrowingCallable call) {
    return new Bad(what, names, tells, call);
  }

  private static Bad inside(String what, String names, String tells) {
    return bad(
        "inside: " + what,
        names,
        tells,
        () -> {
          OrchestrationMetadata ended = result(what);
          if (!ended.isCompleted()) {
            throw new IllegalArgumentException(ended.failure().orElseThrow().message());
          }
        });
  }

  private static OrchestrationMetadata result(String input) {
    String id = client.scheduleNewOrchestrationInstance("Probe", input);
    return client.waitForInstanceCompletion(id, Duration.ofSeconds(30));
  }

  private static InstanceQuery page(int size) {
    return query(size, Optional.empty());
  }

  private static InstanceQuery query(int size, Optional<String> continuation) {
    return new InstanceQuery(
        Optional.empty(),
        OptionalInt.empty(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        false,
        size,
        continuation);
  }

  @ParameterizedTest
  @MethodSource({"names", "options", "registrations", "calls", "inOrchestrators"})
  void a_refusal_names_the_value_and_says_what_to_do(Bad bad) {
    Throwable refused = catchThrowable(bad.call());
    assertThat(refused)
        .as("what was thrown for '%s'", bad.what())
        .isInstanceOfAny(IllegalArgumentException.class, OrchestrationException.class);
    assertThat(refused.getMessage()).contains(bad.names()).contains(bad.tells());
    assertThat(refused.getMessage()).as("no line breaks from input").doesNotContain("\n");
  }

  /** Its simple name is no function name. */
  static final class Bad_Name implements Orchestrator<String, String> {
    @Override
    public String run(OrchestrationContext context, String input) {
      return input;
    }
  }

  /** Nobody can make it without its parts. */
  static final class NeedsThings_v1 implements Orchestrator<String, String> {
    private final String thing;

    NeedsThings_v1(String thing) {
      this.thing = thing;
    }

    @Override
    public String run(OrchestrationContext context, String input) {
      return thing;
    }
  }

  /** JSON has no words for it. */
  static final class Unwritable {
    public Unwritable getSelf() {
      return this;
    }
  }

  /** What an orchestrator gets wrong, by name. */
  private static final class Probes {
    static Object run(OrchestrationContext ctx, String what) {
      switch (what) {
        case "negative timer" -> ctx.createTimer(Duration.ofSeconds(-1));
        case "endless timer" -> ctx.createTimer(Duration.ofDays(3_652_500_000L));
        case "timer in a year beyond" -> ctx.createTimer(Instant.parse("+10000-01-01T00:00:00Z"));
        case "timer before all time" -> ctx.createTimer(Instant.MIN);
        case "activity of a bad name" -> ctx.callActivity("Char ge", 1);
        case "child of a bad name" -> ctx.callSubOrchestrator("It_em", 1, String.class);
        case "empty event" -> ctx.waitForExternalEvent("");
        case "event to a bad id" -> ctx.sendEvent("", "Go", 1);
        case "any of nothing" -> ctx.anyOf(List.of());
        case "input too deep for words" -> ctx.callActivity("Charge", new Unwritable());
        default -> {
          return "fine";
        }
      }
      return "let through";
    }
  }
}
