package dev.varve.cli;

import dev.varve.Names;
import dev.varve.OrchestrationMetadata;
import dev.varve.Payload;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** All that the store says of one instance, its history apart. */
@Command(name = "show", description = "Shows one instance, with its input and output.")
final class InstanceShowCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "ID", description = "The instance.")
  private String id = "";

  @Override
  public Integer call() {
    return store.reading(hub -> {
      InstanceRow row = Instances.require(hub, id);
      OrchestrationMetadata instance = Instances.of(hub).metadata(row);
      Payload input = input(hub);
      output.print(document(row, instance, input), text(row, instance, input));
      return ExitCode.DONE;
    });
  }

  private Payload input(HubStore hub) {
    return hub.history(id, 0, 1).stream()
        .flatMap(turn -> turn.inputs().stream())
        .filter(ExecutionStarted.class::isInstance)
        .map(event -> ((ExecutionStarted) event).input())
        .findFirst()
        .orElse(Payload.NULL);
  }

  private static ObjectNode document(
      InstanceRow row, OrchestrationMetadata instance, Payload input) {
    ObjectNode root = Output.object();
    Instances.put(root, instance);
    root.put("executionId", row.executionId()).put("turns", row.lastSequence());
    root.set("input", Output.stored(input.json()));
    root.set("customStatus", Output.stored(row.customStatus().json()));
    root.set("output", Output.stored(row.output().json()));
    row.failure()
        .ifPresent(failure ->
            root.putObject("failure")
                .put("type", failure.errorType())
                .put("message", failure.message())
                .put("stack", failure.stackTrace()));
    return root;
  }

  private static String text(InstanceRow row, OrchestrationMetadata instance, Payload input) {
    List<String> lines = new ArrayList<>();
    line(lines, "id", instance.instanceId());
    line(lines, "function", instance.function().toString());
    line(lines, "status", Instances.state(instance));
    line(lines, "created", Output.time(instance.createdAt()));
    instance.scheduledStart().ifPresent(at -> line(lines, "starts", Output.time(at)));
    line(lines, "updated", Output.time(instance.lastUpdatedAt()));
    instance.completedAt().ifPresent(at -> line(lines, "ended", Output.time(at)));
    instance.parentInstanceId().ifPresent(parent -> line(lines, "parent", parent));
    if (!instance.tags().isEmpty()) {
      line(
          lines,
          "tags",
          instance.tags().entrySet().stream()
              .map(tag -> tag.getKey() + "=" + tag.getValue())
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    line(lines, "turns", Long.toString(row.lastSequence()));
    payload(lines, "input", input);
    payload(lines, "state", row.customStatus());
    payload(lines, "output", row.output());
    row.failure()
        .map(failure -> failure.errorType() + ": " + failure.message())
        .ifPresent(text -> line(lines, "failure", text));
    instance.conditionExplanation().ifPresent(text -> lines.add("\n" + text));
    return String.join("\n", lines);
  }

  private static void payload(List<String> lines, String name, Payload value) {
    if (!value.isNull()) {
      line(lines, name, value.json());
    }
  }

  private static void line(List<String> lines, String name, String value) {
    lines.add(String.format("%-10s%s", name, Names.printable(value)));
  }
}
