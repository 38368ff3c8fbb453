package dev.varve.management.hub;

import static dev.varve.management.Parameter.Kind.NUMBER;

import dev.varve.Names;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryTurn;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.storage.AuditEntry;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happened: the audit log, and histories in the form in which they are stored. */
final class LogRoutes {
  private static final int MAX_PAGE = 1_000;
  private static final int PAGE = 100;

  /** How much of the log one request looks through for the entries of one instance. */
  private static final int MAX_LOOKED_AT = 20_000;

  private static final String AFTER = "after";
  private static final String TOP = "top";

  private final Hubs hubs;

  LogRoutes(Hubs hubs) {
    this.hubs = hubs;
  }

  List<Route> routes() {
    return List.of(
        paged(
            Route.of(
                    Route.Method.GET,
                    Paths.VARVE + "/audit",
                    Role.READ_PAYLOAD,
                    "The audit log of the hub, oldest entry first.",
                    call -> audit(call, entry -> true))
                .answers(200, "A page; next asks for the one behind it.")),
        paged(
            Route.of(
                    Route.Method.GET,
                    Paths.VARVE + "/instances/{id}/audit",
                    Role.READ_PAYLOAD,
                    "Who asked for what about one instance, oldest entry first.",
                    this::auditOfInstance)
                .answers(200, "A page; next asks for the one behind it.")),
        paged(
            Route.of(
                    Route.Method.GET,
                    Paths.VARVE + "/instances/{id}/history",
                    Role.READ_PAYLOAD,
                    "The history of an instance's current execution as it is stored, by turns.",
                    this::history)
                .answers(200, "A page; next asks for the one behind it.")
                .answers(404, "There is no such instance.")));
  }

  private static Route paged(Route route) {
    return Hubs.of(
        route
            .query(AFTER, NUMBER, "What the page before said in next.")
            .query(TOP, NUMBER, "The size of a page, 1 to 1000; 100."));
  }

  /** Also of one that was removed: the log outlives it. */
  private ApiResponse auditOfInstance(ApiCall call) {
    String id = Names.requireInstanceId(call.path("id"));
    return audit(call, entry -> entry.subject().equals(id));
  }

  private ApiResponse audit(ApiCall call, Predicate<AuditEntry> wanted) {
    ManagedHub hub = hubs.selected(call);
    int top = call.number(TOP, PAGE, 1, MAX_PAGE);
    long after = call.number(AFTER).orElse(0);
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode entries = body.putArray("entries");
    int lookedAt = 0;
    List<AuditEntry> page = hub.store().records().auditLog(after, MAX_PAGE);
    while (!page.isEmpty()) {
      for (AuditEntry entry : page) {
        if (entries.size() == top || lookedAt == MAX_LOOKED_AT) {
          body.put("next", after);
          return ApiResponse.json(200, body);
        }
        after = entry.position();
        lookedAt++;
        if (wanted.test(entry)) {
          add(entries.addObject(), entry);
        }
      }
      page = hub.store().records().auditLog(after, MAX_PAGE);
    }
    return ApiResponse.json(200, body);
  }

  private static void add(ObjectNode node, AuditEntry entry) {
    node.put("at", entry.at().toString())
        .put("who", entry.who())
        .put("action", entry.action())
        .put("subject", entry.subject())
        .put("detail", entry.detail());
  }

  private ApiResponse history(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    int top = call.number(TOP, PAGE, 1, MAX_PAGE);
    long after = call.number(AFTER).orElse(0);
    hub.require(id);
    List<HistoryTurn> turns = hub.store().history(id, after, top);
    ObjectNode body =
        JsonMapper.shared().createObjectNode().put("id", id).put("format", HistoryCodec.FORMAT);
    ArrayNode events = body.putArray("events");
    turns.forEach(turn -> add(events, turn));
    if (turns.size() == top) {
      body.put("next", turns.getLast().sequence());
    }
    return ApiResponse.json(200, body);
  }

  private static void add(ArrayNode events, HistoryTurn turn) {
    JsonNode stored =
        JsonMapper.shared().readTree(HistoryCodec.encodeTurn(turn.inputs(), turn.decisions()));
    for (String part : List.of("inputs", "decisions")) {
      stored
          .path(part)
          .forEach(event ->
              events
                  .addObject()
                  .put("turn", turn.sequence())
                  .put("at", turn.time().toString())
                  .set("event", event));
    }
  }
}
