package dev.varve.management.hub;

import static dev.varve.management.Parameter.Kind.NUMBER;
import static dev.varve.management.Parameter.Kind.TEXT;

import dev.varve.CurrentVersions;
import dev.varve.FunctionName;
import dev.varve.Names;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import dev.varve.versioning.VersionsOverview;
import dev.varve.versioning.VersionsOverview.OfVersion;
import dev.varve.versioning.parked.ParkedInstances;
import dev.varve.versioning.status.StatusCheck;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a hub has: versions, workers, what is in flight, and what cannot go on. */
final class OverviewRoutes {
  /** Where the practice of Azure Functions has it. */
  static final String STATUS_CHECK = "/api/StatusCheck";

  private static final int MAX_REASON = 1_000;

  private final Hubs hubs;
  private final Map<String, CurrentVersions> currentVersions;
  private final UnaryOperator<StatusCheck> statusCheck;

  OverviewRoutes(
      Hubs hubs,
      Map<String, CurrentVersions> currentVersions,
      UnaryOperator<StatusCheck> statusCheck) {
    this.hubs = hubs;
    this.currentVersions = Map.copyOf(currentVersions);
    this.statusCheck = statusCheck;
  }

  List<Route> routes() {
    return List.of(
        Route.of(
                Route.Method.GET,
                Paths.VARVE + "/hubs",
                Role.READ,
                "The hubs of this API, the one that is meant by default first.",
                call -> hubs())
            .answers(200, "Their names."),
        Hubs.of(
            Route.of(
                    Route.Method.GET,
                    Paths.VARVE + "/versions",
                    Role.READ,
                    "The versions of each orchestrator: current, served, and their instances.",
                    this::versions)
                .answers(200, "The versions.")),
        Hubs.of(
            Route.of(
                    Route.Method.GET,
                    Paths.VARVE + "/workers",
                    Role.READ,
                    "The live workers and what they serve.",
                    this::workers)
                .answers(200, "The workers.")),
        status(Route.Method.GET, STATUS_CHECK),
        status(Route.Method.POST, STATUS_CHECK),
        status(Route.Method.GET, Paths.VARVE + "/status-check"),
        Hubs.of(
            Route.of(
                    Route.Method.GET,
                    Paths.VARVE + "/parked",
                    Role.READ_PAYLOAD,
                    "Instances that cannot go on now, and why.",
                    this::parked)
                .query("top", NUMBER, "The size of a page, 1 to 1000; 100.")
                .query("continuation", TEXT, "From the page before.")
                .answers(200, "A page.")),
        Hubs.of(
            Route.of(
                    Route.Method.POST,
                    Paths.VARVE + "/parked/{id}/retry",
                    Role.OPERATE,
                    "Has a parked instance tried again, also by builds that failed on it.",
                    this::retry)
                .query("reason", TEXT, "Why, at most 1,000 characters.")
                .answers(202, "Asked for, durably.")
                .answers(404, "There is no such instance.")
                .answers(412, "It is not parked.")));
  }

  private Route status(Route.Method method, String path) {
    return Hubs.of(
        Route.of(
                method,
                path,
                Role.READ,
                "Whether anything is in flight: HasRunning, counts, and the oldest blockers.",
                this::statusCheck)
            .answers(200, "The report.")
            .readsOnly());
  }

  private ApiResponse hubs() {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode names = body.putArray("hubs");
    hubs.names().forEach(names::add);
    return ApiResponse.json(200, body);
  }

  private ApiResponse statusCheck(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    StatusCheck check = statusCheck.apply(StatusCheck.of(hub.store()));
    return ApiResponse.json(200, check.check().toJson());
  }

  private ApiResponse versions(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    CurrentVersions current =
        currentVersions.getOrDefault(hub.store().name(), CurrentVersions.none());
    ObjectNode body = JsonMapper.shared().createObjectNode().put("hub", hub.store().name());
    ArrayNode versions = body.putArray("versions");
    VersionsOverview.of(hub.store(), current, Set.of())
        .versions()
        .forEach(version -> add(versions.addObject(), version));
    return ApiResponse.json(200, body);
  }

  private static void add(ObjectNode node, OfVersion version) {
    node.put("function", version.function().toString())
        .put("base", version.function().base())
        .put("version", version.function().version())
        .put("current", version.isCurrent())
        .put("source", version.currentBySource().orElse(null))
        .put("served", version.served())
        .put("active", version.active())
        .put("parked", version.parked())
        .put("total", version.total())
        .put("oldestActive", version.oldestActive().map(Values::time).orElse(null));
    ObjectNode counts = node.putObject("counts");
    version.counts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(count -> counts.put(Values.status(count.getKey()), count.getValue()));
  }

  private ApiResponse workers(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    ObjectNode body = JsonMapper.shared().createObjectNode().put("hub", hub.store().name());
    ArrayNode workers = body.putArray("workers");
    hub.store().sessions().stream()
        .sorted(Comparator.comparing(SessionRow::id))
        .forEach(session -> add(workers.addObject(), session));
    return ApiResponse.json(200, body);
  }

  private static void add(ObjectNode node, SessionRow session) {
    SessionDescriptor worker = session.descriptor();
    node.put("session", session.id())
        .put("worker", worker.worker())
        .put("build", worker.build())
        .put("startedAt", Values.time(session.startedAt()))
        .put("seenAt", Values.time(session.seenAt()));
    names(node.putArray("orchestrators"), worker.orchestrators());
    names(node.putArray("activities"), worker.activities());
  }

  private static void names(ArrayNode array, Set<FunctionName> functions) {
    functions.stream().sorted().forEach(function -> array.add(function.toString()));
  }

  private ApiResponse parked(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    InstanceQuery query =
        InstanceQuery.ALL.withPageSize(call.number("top", 100, 1, InstanceQuery.MAX_PAGE_SIZE));
    return ApiResponse.json(
        200,
        ParkedInstances.of(hub.store())
            .list(call.text("continuation").map(query::withContinuation).orElse(query))
            .toJson());
  }

  private ApiResponse retry(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    String reason =
        call.text("reason")
            .map(text -> Names.requireText("reason", text, MAX_REASON))
            .orElse(call.caller().name() + ", over HTTP");
    ParkedInstances parked = ParkedInstances.of(hub.store());
    parked.explain(id); // refuses what is not parked, before anything is noted
    hub.audit(call, "retry", id, reason);
    parked.retry(id, reason);
    return ApiResponse.empty(202);
  }
}
