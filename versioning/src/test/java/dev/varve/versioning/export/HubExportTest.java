package dev.varve.versioning.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.OrchestrationContext;
import dev.varve.Payload;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // fields are set before each test
final class HubExportTest {
  private static final String SECRET = "4711 Elm Street";

  @TempDir Path directory;
  private InMemoryStorage storage;
  private HubStore hub;

  private static VarveBuilder build() {
    return Varve.builder()
        .orchestrator("Order_v1", String.class, HubExportTest::order)
        .activity("Greet_v1", String.class, (context, input) -> "hello " + input);
  }

  private static String order(OrchestrationContext context, String input) {
    String greeting = context.callActivity("Greet", input, String.class).await();
    context.waitForExternalEvent("Go").await();
    return greeting;
  }

  @BeforeEach
  void three_instances_wait() throws Exception {
    storage = new InMemoryStorage();
    hub = storage.hub("orders");
    CountDownLatch waiting = new CountDownLatch(3);
    try (Varve varve =
        Varve.builder()
            .sharedStorage(storage)
            .hub("orders")
            .orchestrator(
                "Order_v1",
                String.class,
                (context, input) -> {
                  String greeting = context.callActivity("Greet", input, String.class).await();
                  waiting.countDown();
                  context.waitForExternalEvent("Go").await();
                  return greeting;
                })
            .activity("Greet_v1", String.class, (context, input) -> "hello " + input)
            .start()) {
      for (int i = 0; i < 3; i++) {
        varve.client().scheduleNewOrchestrationInstance("Order", SECRET);
      }
      waiting.await();
    }
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void an_export_holds_the_histories_turn_by_turn() {
    for (String name : List.of("plain.jsonl", "packed.jsonl.gz")) {
      assertThat(HubExport.of(hub).writeTo(file(name))).isEqualTo(3);
      try (HubExport.Reader reader = HubExport.open(file(name))) {
        assertThat(reader.hub()).isEqualTo("orders");
        assertThat(reader.redacted()).isFalse();
        List<String> ids = new ArrayList<>();
        reader.visit(
            Integer.MAX_VALUE,
            instance -> {
              List<HistoryTurn> turns = new ArrayList<>();
              instance.history().forEachRemaining(turns::addAll);
              assertThat(turns).isEqualTo(hub.history(instance.instanceId(), 0, 100));
              ids.add(instance.instanceId());
            });
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void a_history_that_nobody_reads_is_passed_over() {
    HubExport.of(hub).writeTo(file("a.jsonl"));
    List<String> ids = new ArrayList<>();
    try (HubExport.Reader reader = HubExport.open(file("a.jsonl"))) {
      reader.visit(2, instance -> ids.add(instance.instanceId()));
    }
    assertThat(ids).hasSize(2);
  }

  @Test
  void a_sample_holds_so_many_of_each_function() {
    assertThat(HubExport.of(hub).atMostOfEach(2).writeTo(file("a.jsonl"))).isEqualTo(2);
  }

  @Test
  void an_export_holds_what_waits_in_the_inboxes_in_order() {
    String id = someId();
    send(id, "Note", 2);
    HubExport.of(hub).writeTo(file("a.jsonl"));
    try (HubExport.Reader reader = HubExport.open(file("a.jsonl"))) {
      Map<String, RecordedInstance.Inbox> inboxes = new HashMap<>();
      reader.visit(
          Integer.MAX_VALUE,
          instance -> inboxes.put(instance.instanceId(), instance.inbox().get()));
      List<InputEvent> events = hub.inbox(id, 10).stream().map(InboxMessage::event).toList();
      assertThat(events).hasSize(2);
      assertThat(inboxes.remove(id)).isEqualTo(new RecordedInstance.Inbox(events, true));
      assertThat(inboxes.values())
          .hasSize(2)
          .containsOnly(new RecordedInstance.Inbox(List.of(), true));
    }
  }

  @Test
  void an_inbox_that_is_too_long_to_be_read_as_a_whole_cannot_be_told() {
    send(someId(), "Note", RecordedInstance.Inbox.MOST + 1);
    HubExport.of(hub).writeTo(file("a.jsonl"));
    for (RehearsalReport report :
        List.of(Rehearsal.of(build()).on(hub), Rehearsal.of(build()).on(file("a.jsonl")))) {
      assertThat(report.cannotTell()).isEqualTo(1);
      assertThat(report.toText()).contains("more than 10000 messages wait in its inbox");
    }
  }

  @Test
  void a_message_that_cannot_be_read_concerns_its_instance_only() throws IOException {
    send(someId(), "Note", 1);
    HubExport.of(hub).writeTo(file("a.jsonl"));
    for (String bad : List.of("Nonsense", "ExecutionCompleted")) {
      String text = Files.readString(file("a.jsonl"));
      Files.writeString(
          file("bad.jsonl"), text.replaceFirst("(\"message\":.*)EventRaised", "$1" + bad));
      RehearsalReport report = Rehearsal.of(build()).on(file("bad.jsonl"));
      assertThat(report.cannotTell()).isEqualTo(1);
      assertThat(report.total()).isEqualTo(3);
    }
  }

  @Test
  void a_file_of_format_1_is_read_as_one_with_nothing_in_the_inboxes() throws Exception {
    Path old =
        Path.of(
            Objects.requireNonNull(HubExportTest.class.getResource("export-format-1.jsonl"))
                .toURI());
    try (HubExport.Reader reader = HubExport.open(old)) {
      reader.visit(
          Integer.MAX_VALUE,
          instance ->
              assertThat(instance.inbox().get())
                  .isEqualTo(new RecordedInstance.Inbox(List.of(), true)));
    }
    assertThat(Rehearsal.of(build()).on(old).total()).isEqualTo(3);
    assertThat(Rehearsal.of(build()).on(old).exitCode()).isZero();
  }

  private String someId() {
    return hub.query(InstanceQuery.ALL).instances().getFirst().instanceId();
  }

  private void send(String id, String event, int times) {
    Payload payload = new Payload("\"" + SECRET + "\"");
    List<Message> messages =
        IntStream.range(0, times)
            .mapToObj(i -> Message.to(id, new EventRaised(event + i, payload)))
            .toList();
    assertThat(hub.send(messages).toCompletableFuture().join()).containsOnly(SendOutcome.ACCEPTED);
  }

  @Test
  void without_values_the_file_holds_none() throws IOException {
    send(someId(), "Note", 1);
    HubExport.of(hub).writeTo(file("full.jsonl"));
    HubExport.of(hub).redacted().writeTo(file("redacted.jsonl"));
    assertThat(Files.readString(file("full.jsonl"))).contains(SECRET);
    assertThat(Files.readString(file("redacted.jsonl"))).doesNotContain(SECRET).contains("Greet");
    assertThat(Rehearsal.of(build()).on(file("redacted.jsonl")).exitCode()).isZero();
  }

  @Test
  void the_file_is_for_its_owner_only_and_replaces_one_that_exists() throws IOException {
    Files.writeString(file("a.jsonl"), "before");
    HubExport.of(hub).writeTo(file("a.jsonl"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("a.jsonl"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void what_is_no_export_is_refused_with_the_file_and_the_line() throws IOException {
    assertRefused("", "line 1 is no export of Varve");
    assertRefused("{\"a\":1}\n", "line 1 is no export of Varve");
    assertRefused("Buy milk.\n", "line 1 is no JSON");
    assertRefused("{\"varveExport\":3,\"hub\":\"orders\"}\n", "line 1 has format 3");
    assertRefused("{\"varveExport\":1}\n", "line 1 lacks the text 'hub'");
    String header = "{\"varveExport\":1,\"hub\":\"orders\",\"redacted\":false}\n";
    assertRefused(header, "line 2 ends too early");
    assertRefused(header + "{\"end\":1}\n", "line 2 has a line that is neither");
    assertRefused(header + "{\"else\":1}\n", "line 2 has a line that is neither");
    assertRefused(header + "{\"instance\":\"a\"}\n", "line 2 lacks the text 'execution'");
    assertRefused(
        header + "{\"instance\":\"a\",\"execution\":\"x\",\"function\":\"_v1\",\"status\":\"x\"}\n",
        "line 2:");
  }

  private void assertRefused(String content, String message) throws IOException {
    Files.writeString(file("bad.jsonl"), content);
    assertThatThrownBy(() -> Rehearsal.of(build()).on(file("bad.jsonl")))
        .isInstanceOf(ExportFormatException.class)
        .hasMessageContaining(file("bad.jsonl") + ", " + message);
  }

  @Test
  void a_file_that_was_cut_off_is_refused_even_if_all_that_is_there_fits() throws IOException {
    HubExport.of(hub).writeTo(file("a.jsonl"));
    List<String> lines = Files.readAllLines(file("a.jsonl"));
    Files.write(file("cut.jsonl"), lines.subList(0, lines.size() - 1));
    assertThatThrownBy(() -> Rehearsal.of(build()).on(file("cut.jsonl")))
        .isInstanceOf(ExportFormatException.class)
        .hasMessageContaining("ends too early");
  }
}
