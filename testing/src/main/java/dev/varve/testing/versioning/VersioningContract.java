package dev.varve.testing.versioning;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.VarveClient;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.RecordedEvent;
import dev.varve.storage.InstanceQuery;
import dev.varve.testing.storage.StorageFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A site on the store under test, and the words the contracts are written in. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
abstract class VersioningContract {
  Site site;
  VarveClient client;

  abstract StorageFixture fixture();

  @BeforeEach
  void open() {
    site = new Site(fixture());
    client = site.client();
  }

  @AfterEach
  void close() {
    site.close();
  }

  void current(String base, int version) {
    site.configuration().set(base, version);
  }

  String start(String name) {
    return client.scheduleNewOrchestrationInstance(name, "x");
  }

  String start(String name, int version) {
    return client.scheduleNewOrchestrationInstance(
        name, "x", StartOptions.DEFAULT.withVersion(version));
  }

  /** Starts an orchestrator that answers with its name, and waits for the answer. */
  static String startedVersion(VarveClient client, String base) {
    String id = client.scheduleNewOrchestrationInstance(base, "x");
    String output = client.waitForInstanceCompletion(id, Site.PATIENCE).outputAs(String.class);
    return output == null ? "" : output;
  }

  OrchestrationMetadata ended(String id) {
    return client.waitForInstanceCompletion(id, Site.PATIENCE);
  }

  String output(String id) {
    OrchestrationMetadata ended = ended(id);
    String output = ended.outputAs(String.class);
    return output == null ? ended + " " + ended.failure() : output;
  }

  OrchestrationMetadata metadata(String id) {
    return client.getInstanceMetadata(id).orElseThrow();
  }

  List<HistoryEvent> history(String id) {
    try (Stream<RecordedEvent> events = client.getHistory(id)) {
      return events.map(RecordedEvent::event).toList();
    }
  }

  ExecutionStarted started(String id) {
    return (ExecutionStarted) history(id).getFirst();
  }

  <E extends HistoryEvent> List<E> history(String id, Class<E> type) {
    return history(id).stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<String> scheduled(String id) {
    return history(id, TaskScheduled.class).stream()
        .map(TaskScheduled::function)
        .map(FunctionName::toString)
        .toList();
  }

  /** The children of an instance, oldest first. */
  List<OrchestrationMetadata> children(String id) {
    return client
        .queryInstances(
            new InstanceQuery(
                Optional.empty(),
                OptionalInt.empty(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(id),
                false,
                100,
                Optional.empty()))
        .instances();
  }

  /** Waits until the instance cannot go on, for this reason. */
  void awaitCondition(String id, InstanceCondition condition) {
    Site.await(
        id + " is " + condition,
        () -> metadata(id).condition().filter(condition::equals).isPresent());
  }

  /** Waits until the instance has shown this as its custom status. */
  void awaitStatus(String id, String custom) {
    Site.await(
        id + " shows '" + custom + "'",
        () -> custom.equals(metadata(id).customStatusAs(String.class)));
  }
}
