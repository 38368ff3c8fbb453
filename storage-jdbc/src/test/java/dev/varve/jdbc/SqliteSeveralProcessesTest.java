package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.HubStore;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.WorkerSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SqliteSeveralProcessesTest {
  @TempDir Path directory;

  @Test
  void what_a_killed_process_owned_is_recovered_at_once() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = SqliteStorage.at(file)) {
      HubStore hub = storage.hub("orders");
      WorkerSession survivor = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Child child = new Child(file, "own");
      assertThat(child.line()).isEqualTo("owns 100");
      assertThat(hub.sessions()).hasSize(2);
      assertThat(survivor.recover(1_000)).isZero();
      assertThat(survivor.fetch(Fixtures.ALL).claimed()).isEmpty();

      child.kill();
      assertThat(hub.sessions()).hasSize(1);
      assertThat(survivor.recover(60)).isEqualTo(60);
      assertThat(survivor.recover(60)).isEqualTo(40);
      assertThat(survivor.recover(60)).isZero();
      List<ClaimedInstance> claimed = survivor.fetch(Fixtures.ALL).claimed();
      assertThat(claimed)
          .hasSize(100)
          .allSatisfy(instance -> {
            assertThat(instance.crashes()).isEqualTo(1);
            assertThat(instance.history()).hasSize(2);
            assertThat(Fixtures.commit(hub, survivor, instance.instanceId(), 3))
                .isInstanceOf(Committed.class);
          });
      survivor.close();
    }
    assertThat(lockFiles()).isEmpty();
  }

  @Test
  void two_processes_write_at_once_and_no_id_or_start_is_lost_or_doubled() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = SqliteStorage.at(file)) {
      HubStore hub = storage.hub("orders");
      try (WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {})) {
        Child child = new Child(file, "write");
        for (int i = 0; i < 300; i++) {
          assertThat(Fixtures.start(hub, Fixtures.ORDER, "parent-" + i))
              .isEqualTo(new StartOutcome.Started());
        }
        assertThat(child.line()).isEqualTo("wrote 300");
        child.end();
        Set<String> ids = new TreeSet<>();
        Set<Long> messages = new TreeSet<>();
        for (int i = 0; i < 600; i++) {
          String id = (i % 2 == 0 ? "parent-" : "child-") + i / 2;
          EventRaised event = new EventRaised("go", Payload.NULL);
          assertThat(Fixtures.get(hub.send(List.of(Message.to(id, event)))))
              .containsExactly(SendOutcome.ACCEPTED);
        }
        for (ClaimedInstance claimed : session.fetch(Fixtures.ALL).claimed()) {
          ids.add(claimed.instanceId());
          claimed.messages().forEach(message -> messages.add(message.id()));
        }
        assertThat(ids).hasSize(600);
        assertThat(messages).hasSize(600);
        assertThat(hub.counts())
            .singleElement()
            .satisfies(count -> {
              assertThat(count.status()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
              assertThat(count.count()).isEqualTo(600);
            });
      }
    }
  }

  @Test
  void a_session_is_woken_by_what_another_process_wrote() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = SqliteStorage.at(file)) {
      HubStore hub = storage.hub("orders");
      CountDownLatch woken = new CountDownLatch(1);
      try (WorkerSession session =
          hub.openSession(Fixtures.descriptor(Fixtures.ORDER), woken::countDown)) {
        Child child = new Child(file, "write");
        assertThat(child.line()).isEqualTo("wrote 300");
        assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(session.fetch(Fixtures.ALL).claimed()).hasSize(300);
        child.end();
      }
    }
  }

  @Test
  void several_stores_of_one_process_on_one_file_know_each_other_as_alive() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage one = SqliteStorage.at(file);
        SqliteStorage two = SqliteStorage.at(directory.resolve(".").resolve("store.db"))) {
      HubStore first = one.hub("orders");
      HubStore second = two.hub("orders");
      WorkerSession owner = first.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      WorkerSession other = second.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(first, owner, "a");
      assertThat(second.sessions()).hasSize(2);
      assertThat(other.recover(10)).isZero();
      assertThat(other.fetch(Fixtures.ALL).claimed()).isEmpty();
      assertThat(Fixtures.commit(second, other, "a", 2)).isInstanceOf(Fenced.class);
      assertThat(Fixtures.commit(first, owner, "a", 2)).isInstanceOf(Committed.class);
      owner.close();
      assertThat(other.fetch(Fixtures.ALL).claimed()).hasSize(1);
      assertThat(Fixtures.finish(second, other, "a", 3)).isInstanceOf(Committed.class);
      assertThat(first.instance("a").orElseThrow().status())
          .isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
      other.close();
    }
    assertThat(lockFiles()).isEmpty();
  }

  @Test
  void a_zombie_whose_work_was_taken_over_changes_nothing() {
    Path file = directory.resolve("store.db");
    try (SqliteStorage one = SqliteStorage.at(file);
        SqliteStorage two = SqliteStorage.at(file)) {
      HubStore first = one.hub("orders");
      HubStore second = two.hub("orders");
      WorkerSession zombie = first.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(first, zombie, "a");
      assertThat(Fixtures.commit(first, zombie, "a", 2)).isInstanceOf(Committed.class);
      WorkerSession other = second.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      one.database().liveness().drop(zombie.id());
      assertThat(other.recover(10)).isEqualTo(1);
      assertThat(other.fetch(Fixtures.ALL).claimed()).hasSize(1);
      assertThat(Fixtures.commit(first, zombie, "a", 3)).isInstanceOf(Fenced.class);
      assertThat(zombie.renew()).isFalse();
      assertThat(Fixtures.commit(second, other, "a", 3)).isInstanceOf(Committed.class);
      zombie.close();
      assertThat(Fixtures.finish(second, other, "a", 4)).isInstanceOf(Committed.class);
      other.close();
    }
  }

  private List<Path> lockFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".lock")).toList();
    }
  }

  /** A second process on the same file. */
  private static final class Child {
    private final Process process;
    private final BufferedReader output;

    Child(Path file, String task) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(SecondProcess.class.getName());
      command.add(file.toString());
      command.add(task);
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      output = process.inputReader();
    }

    String line() throws IOException {
      return String.valueOf(output.readLine());
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    void end() throws IOException, InterruptedException {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }
}
