package dev.varve.management.hub;

import static dev.varve.management.Parameter.Kind.TIME;
import static dev.varve.management.Parameter.Kind.WORDS;

import dev.varve.Names;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.management.ApiCall;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Route;
import dev.varve.storage.InstanceQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which instances are meant, by the time of their creation and by status.
 *
 * @param from created at this time or later
 * @param to created at this time or before
 * @param statuses any of these; none for all
 */
record InstanceFilter(
    Optional<Instant> from, Optional<Instant> to, Set<OrchestrationRuntimeStatus> statuses) {
  /** Statuses of Durable Functions that no instance here ever has. */
  private static final Set<String> NEVER = Set.of("continuedasnew", "canceled");

  static final String FROM = "createdTimeFrom";
  static final String TO = "createdTimeTo";
  static final String STATUS = "runtimeStatus";

  static Route of(Route route) {
    return route
        .query(FROM, TIME, "Created at this time or later.")
        .query(TO, TIME, "Created at this time or before.")
        .query(STATUS, WORDS, "Of any of these statuses, such as Running,Pending.");
  }

  static InstanceFilter of(ApiCall call) {
    return new InstanceFilter(call.time(FROM), call.time(TO), statuses(call.words(STATUS)));
  }

  /** Whether statuses were asked for of which there is never an instance. */
  static boolean findsNothing(ApiCall call) {
    List<String> words = call.words(STATUS);
    return !words.isEmpty()
        && words.stream().allMatch(word -> NEVER.contains(word.toLowerCase(Locale.ROOT)));
  }

  /** The statuses of words, in any case. */
  static Set<OrchestrationRuntimeStatus> statuses(List<String> words) {
    Set<OrchestrationRuntimeStatus> found = EnumSet.noneOf(OrchestrationRuntimeStatus.class);
    for (String word : words) {
      if (!NEVER.contains(word.toLowerCase(Locale.ROOT))) {
        found.add(status(word));
      }
    }
    return found;
  }

  private static OrchestrationRuntimeStatus status(String word) {
    for (OrchestrationRuntimeStatus status : OrchestrationRuntimeStatus.values()) {
      if (status.name().equalsIgnoreCase(word)) {
        return status;
      }
    }
    throw new RequestRefusedException(
        400,
        "'"
            + Names.printable(word)
            + "' is no status; use Pending, Running, Suspended, Completed, Failed or Terminated");
  }

  /** As the store is asked. Its bound is exclusive, and it counts microseconds. */
  InstanceQuery query() {
    InstanceQuery query = InstanceQuery.ALL.withStatuses(statuses);
    if (from.isPresent()) {
      query = query.withCreatedFrom(from.get());
    }
    if (to.isPresent()) {
      query =
          query.withCreatedTo(to.get().truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS));
    }
    return query;
  }
}
