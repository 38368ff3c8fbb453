package dev.varve.cli;

import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happened to an instance, event by event, in the form in which it is stored. */
@Command(
    name = "history",
    description = "Shows the history of an instance's current execution, event by event.")
final class InstanceHistoryCommand implements Callable<Integer> {
  private static final int PAGE = 500;
  private static final String TYPE = "type";

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "ID", description = "The instance.")
  private String id = "";

  @Override
  public Integer call() {
    return store.reading(hub -> {
      Instances.require(hub, id);
      ObjectNode root = Output.object().put("id", id).put("format", HistoryCodec.FORMAT);
      ArrayNode events = root.putArray("events");
      Table table = new Table("#", "TURN", "AT", "EVENT", "DETAIL");
      visit(
          hub,
          turn -> {
            for (JsonNode event : events(turn)) {
              int position = events.size();
              table.row(
                  position,
                  turn.sequence(),
                  Output.time(turn.time()),
                  event.get(TYPE).asString(),
                  detail((ObjectNode) event));
              events
                  .addObject()
                  .put("position", position)
                  .put("turn", turn.sequence())
                  .put("at", turn.time().toString())
                  .set("event", event);
            }
          });
      output.print(root, table.toString());
      return ExitCode.DONE;
    });
  }

  private void visit(HubStore hub, Consumer<HistoryTurn> visitor) {
    long after = 0;
    List<HistoryTurn> page;
    do {
      page = hub.history(id, after, PAGE);
      page.forEach(visitor);
      after = page.isEmpty() ? after : page.getLast().sequence();
    } while (page.size() == PAGE);
  }

  /** The events of a turn as they are stored, so that nothing is named twice. */
  private static ArrayNode events(HistoryTurn turn) {
    JsonNode stored =
        JsonMapper.shared().readTree(HistoryCodec.encodeTurn(turn.inputs(), turn.decisions()));
    ArrayNode events = JsonMapper.shared().createArrayNode();
    stored.path("inputs").forEach(events::add);
    stored.path("decisions").forEach(events::add);
    return events;
  }

  private static String detail(ObjectNode event) {
    ObjectNode rest = event.deepCopy();
    rest.remove(TYPE);
    return rest.isEmpty() ? "" : rest.toString();
  }
}
