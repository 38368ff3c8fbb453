package dev.varve.management.hub;

import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes what has ended: one instance, a bounded number at once, or any number by a job that has
 * to be told how many there are.
 */
final class PurgeRoutes {
  private static final Set<OrchestrationRuntimeStatus> ENDED =
      EnumSet.of(
          OrchestrationRuntimeStatus.COMPLETED,
          OrchestrationRuntimeStatus.FAILED,
          OrchestrationRuntimeStatus.TERMINATED);
  private static final String CONFIRM = "confirm";
  private static final Set<String> FIELDS =
      Set.of(InstanceFilter.FROM, InstanceFilter.TO, InstanceFilter.STATUS, CONFIRM);
  private static final String ACTION = "purge";

  private final Hubs hubs;
  private final PurgeJobs jobs;
  private final int limit;

  PurgeRoutes(Hubs hubs, PurgeJobs jobs, int limit) {
    this.hubs = hubs;
    this.jobs = jobs;
    this.limit = limit;
  }

  List<Route> routes() {
    return List.of(
        Hubs.of(
            Route.of(
                    Route.Method.DELETE,
                    Paths.DURABLE + "/instances/{id}",
                    Role.ADMIN,
                    "Removes an instance that has ended, with its history.",
                    this::one)
                .answers(200, "Removed.")
                .answers(404, "There is no such instance.")
                .answers(412, "It has not ended.")),
        Hubs.of(
            InstanceFilter.of(
                    Route.of(
                        Route.Method.DELETE,
                        Paths.DURABLE + "/instances",
                        Role.ADMIN,
                        "Removes instances that have ended, with their histories; up to a limit.",
                        this::many))
                .answers(200, "How many were removed.")
                .answers(404, "There are none.")),
        Hubs.of(
            Route.of(
                    Route.Method.POST,
                    Paths.VARVE + "/purges",
                    Role.ADMIN,
                    "Tells how many ended instances match; removes them if that number is given.",
                    this::job)
                .jsonBody(
                    "createdTimeFrom, createdTimeTo, runtimeStatus (an array); confirm: the number"
                        + " that was told before.")
                .answers(200, "How many match; nothing was removed.")
                .answers(202, "A job removes them.")
                .answers(409, "Another number matches now; nothing was removed.")
                .answers(413, "The body is too large.")),
        Route.of(
                Route.Method.GET,
                Paths.VARVE + "/purges/{job}",
                Role.READ,
                "Shows how far a purge has come. Jobs of a process that has ended are not known.",
                call -> ApiResponse.json(200, jobs.require(call.path("job")).toJson()))
            .answers(200, "Its state.")
            .answers(404, "There is no such job in this process."));
  }

  private ApiResponse one(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    if (!hub.require(id).status().isFinished()) {
      throw new RequestRefusedException(
          412, "instance '" + Names.printable(id) + "' has not ended; terminate it first");
    }
    hub.audit(call, ACTION, id, "");
    if (!hub.client().purgeInstance(id)) {
      throw new InstanceNotFoundException(id); // somebody else was faster
    }
    return deleted(1);
  }

  private ApiResponse many(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    InstanceFilter filter = ended(InstanceFilter.of(call));
    List<String> ids =
        InstanceFilter.findsNothing(call) ? List.of() : matching(hub, filter, limit + 1);
    if (ids.size() > limit) {
      throw new RequestRefusedException(
          400,
          "more than "
              + limit
              + " instances match, the most that are removed at once; narrow the times, or remove"
              + " them by POST "
              + Paths.VARVE
              + "/purges");
    }
    if (ids.isEmpty()) {
      throw new RequestRefusedException(404, "no instance that has ended matches");
    }
    hub.audit(call, ACTION, ids.size() + " instances", describe(filter));
    return deleted(ids.stream().filter(hub.client()::purgeInstance).count());
  }

  private ApiResponse job(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    JsonNode body =
        Bodies.object(
            call.json().orElseThrow(() -> new RequestRefusedException(400, "the body is empty")),
            FIELDS);
    InstanceFilter asked = filter(body);
    // A preview is repeatable only for a time that is over.
    InstanceFilter filter =
        ended(
            new InstanceFilter(
                asked.from(),
                asked.to().or(() -> Optional.of(hub.store().now())),
                asked.statuses()));
    OptionalLong confirmed = confirmed(body);
    long matching = count(hub, filter);
    if (confirmed.isEmpty()) {
      return ApiResponse.json(200, preview(filter, matching));
    }
    if (confirmed.getAsLong() != matching) {
      throw new RequestRefusedException(
          409,
          confirmed.getAsLong()
              + " was confirmed, but "
              + matching
              + " instances match; look again and confirm that number");
    }
    hub.audit(call, ACTION, matching + " instances", describe(filter));
    PurgeJobs.Job job = jobs.start(hub, filter.query(), matching);
    return ApiResponse.json(202, job.toJson())
        .withHeader("Location", call.baseUri() + Paths.VARVE + "/purges/" + job.id());
  }

  private static ObjectNode preview(InstanceFilter filter, long matching) {
    ObjectNode node = JsonMapper.shared().createObjectNode().put("matching", matching);
    filter.from().ifPresent(from -> node.put(InstanceFilter.FROM, from.toString()));
    filter.to().ifPresent(to -> node.put(InstanceFilter.TO, to.toString()));
    return node;
  }

  private static InstanceFilter filter(JsonNode body) {
    List<String> words = new ArrayList<>();
    JsonNode statuses = body.path(InstanceFilter.STATUS);
    if (!statuses.isMissingNode() && !statuses.isArray()) {
      throw new RequestRefusedException(
          400, "'" + InstanceFilter.STATUS + "' is no array; give one, such as [\"Completed\"]");
    }
    statuses.forEach(status -> words.add(status.isString() ? status.asString() : "?"));
    return new InstanceFilter(
        time(body, InstanceFilter.FROM),
        time(body, InstanceFilter.TO),
        InstanceFilter.statuses(words));
  }

  private static Optional<Instant> time(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Names.requireTime(field, OffsetDateTime.parse(value.asString("")).toInstant()));
    } catch (DateTimeParseException e) {
      throw new RequestRefusedException(
          400,
          "'"
              + field
              + "' is "
              + Names.printable(value.toString())
              + "; give a time such as \"2026-11-01T00:00:00Z\"");
    }
  }

  private static OptionalLong confirmed(JsonNode body) {
    JsonNode value = body.path(CONFIRM);
    if (value.isMissingNode()) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new RequestRefusedException(
          400, "'confirm' is " + Names.printable(value.toString()) + "; give a whole number");
    }
    return OptionalLong.of(value.asLong());
  }

  /** Only what has ended can be removed, and only since a time that somebody chose. */
  private static InstanceFilter ended(InstanceFilter filter) {
    if (filter.from().isEmpty()) {
      throw new RequestRefusedException(
          400, "'createdTimeFrom' is missing; give the time since which instances are meant");
    }
    for (OrchestrationRuntimeStatus status : filter.statuses()) {
      if (!status.isFinished()) {
        throw new RequestRefusedException(
            400,
            "instances that are "
                + Values.status(status)
                + " cannot be removed; name Completed, Failed or Terminated");
      }
    }
    return filter.statuses().isEmpty()
        ? new InstanceFilter(filter.from(), filter.to(), ENDED)
        : filter;
  }

  private static List<String> matching(ManagedHub hub, InstanceFilter filter, int most) {
    List<String> ids = new ArrayList<>();
    InstanceQuery query = filter.query().withPageSize(InstanceQuery.MAX_PAGE_SIZE);
    Optional<String> next;
    do {
      InstancePage page = hub.store().query(query);
      page.instances().stream()
          .map(InstanceRow::instanceId)
          .limit(most - ids.size())
          .forEach(ids::add);
      next = page.continuation();
      query = next.map(query::withContinuation).orElse(query);
    } while (next.isPresent() && ids.size() < most);
    return ids;
  }

  private static long count(ManagedHub hub, InstanceFilter filter) {
    long count = 0;
    InstanceQuery query = filter.query().withPageSize(InstanceQuery.MAX_PAGE_SIZE);
    Optional<String> next;
    do {
      InstancePage page = hub.store().query(query);
      count += page.instances().size();
      next = page.continuation();
      query = next.map(query::withContinuation).orElse(query);
    } while (next.isPresent());
    return count;
  }

  private static String describe(InstanceFilter filter) {
    return "created from "
        + filter.from().map(Instant::toString).orElse("")
        + filter.to().map(to -> " to " + to).orElse("")
        + ", "
        + filter.statuses().stream().map(Values::status).sorted().toList();
  }

  private static ApiResponse deleted(long count) {
    return ApiResponse.json(
        200, JsonMapper.shared().createObjectNode().put("instancesDeleted", count));
  }
}
