package dev.varve.management.hub;

import static dev.varve.management.Parameter.Kind.FLAG;
import static dev.varve.management.Parameter.Kind.NUMBER;
import static dev.varve.management.Parameter.Kind.TEXT;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.PageKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows one instance, and lists them. */
final class InstanceRoutes {
  private static final String TOKEN = "x-ms-continuation-token";
  private static final String CHECK_AGAIN_SECONDS = "5";
  private static final int PAGE = 100;

  /** A page of large values ends early, so that an answer fits into memory. */
  private static final int MAX_PAGE_CHARACTERS = 8 * 1024 * 1024;

  private final Hubs hubs;

  InstanceRoutes(Hubs hubs) {
    this.hubs = hubs;
  }

  List<Route> routes() {
    return List.of(
        Hubs.of(
            Route.of(
                    Route.Method.GET,
                    Paths.DURABLE + "/instances/{id}",
                    Role.READ,
                    "Shows an instance. Values of users are null without the role read-payload.",
                    this::show)
                .query("showHistory", FLAG, "With its history; needs read-payload.")
                .query("showHistoryOutput", FLAG, "With values in its history.")
                .query("showInput", FLAG, "With its input; true.")
                .query(
                    "returnInternalServerErrorOnFailure", FLAG, "500 instead of 200 if it failed.")
                .answers(200, "It has ended.")
                .answers(202, "It has not ended.")
                .answers(404, "There is no such instance.")
                .answers(413, "Its history is too long for one answer.")),
        Hubs.of(
            InstanceFilter.of(
                    Route.of(
                        Route.Method.GET,
                        Paths.DURABLE + "/instances",
                        Role.READ,
                        "Lists instances, oldest first; the header x-ms-continuation-token of an"
                            + " answer asks for the next page.",
                        this::list))
                .query("instanceIdPrefix", TEXT, "Ids that begin so; case matters.")
                .query("showInput", FLAG, "With their inputs; true.")
                .query("top", NUMBER, "The size of a page, 1 to 1000; 100.")
                .answers(200, "A page.")));
  }

  private ApiResponse show(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    boolean inputs = call.flag("showInput", true);
    boolean outputs = call.flag("showHistoryOutput", false);
    boolean history = call.flag("showHistory", false);
    boolean failureIsError = call.flag("returnInternalServerErrorOnFailure", false);
    InstanceRow row = hub.require(call.path("id"));
    ObjectNode body = new InstanceJson(call, hub, inputs).of(row);
    if (history && call.may(Role.READ_PAYLOAD)) {
      body.set("historyEvents", HistoryJson.of(hub, row.instanceId(), outputs));
    } else {
      body.putNull("historyEvents");
    }
    if (!row.status().isFinished()) {
      return ApiResponse.json(202, body)
          .withHeader("Location", Links.of(call, hubs, hub, row.instanceId()).status())
          .withHeader("Retry-After", CHECK_AGAIN_SECONDS);
    }
    boolean failed = row.status() == OrchestrationRuntimeStatus.FAILED;
    return ApiResponse.json(failed && failureIsError ? 500 : 200, body);
  }

  private ApiResponse list(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    InstanceJson json = new InstanceJson(call, hub, call.flag("showInput", true));
    InstanceQuery query = query(call);
    ArrayNode instances = JsonMapper.shared().createArrayNode();
    if (InstanceFilter.findsNothing(call)) {
      return ApiResponse.json(200, instances);
    }
    InstancePage page = hub.store().query(query);
    Optional<String> next = page.continuation();
    StringBuilder body = new StringBuilder("[");
    for (InstanceRow row : page.instances()) {
      body.append(body.length() == 1 ? "" : ",").append(json.of(row));
      if (body.length() > MAX_PAGE_CHARACTERS && !row.equals(page.instances().getLast())) {
        next = Optional.of(behind(row));
        break;
      }
    }
    ApiResponse answer = ApiResponse.json(200, body.append("]").toString());
    return next.isPresent() ? answer.withHeader(TOKEN, encoded(next.get())) : answer;
  }

  private static InstanceQuery query(ApiCall call) {
    InstanceQuery query =
        InstanceFilter.of(call)
            .query()
            .withPageSize(call.number("top", PAGE, 1, InstanceQuery.MAX_PAGE_SIZE));
    Optional<String> prefix = call.text("instanceIdPrefix");
    if (prefix.isPresent()) {
      query = query.withIdPrefix(prefix.get());
    }
    Optional<String> token = call.request().header(TOKEN).filter(text -> !text.isEmpty());
    return token.isPresent() ? query.withContinuation(decoded(token.get())) : query;
  }

  private static String behind(InstanceRow row) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, row.createdAt());
    return new PageKey(micros, row.instanceId()).text();
  }

  /** Ids are any text, and headers are not. */
  private static String encoded(String continuation) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(continuation.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return PageKey.parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
          .text();
    } catch (IllegalArgumentException e) {
      throw new RequestRefusedException(
          400, "the header " + TOKEN + " is not one that a page before gave; send it as it came");
    }
  }
}
