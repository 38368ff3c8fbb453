package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstanceQuery;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which instances, a page at a time. All filters hold together. */
final class InstanceFilters {
  @Option(names = "--name", paramLabel = "BASE", description = "Of this base name.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--version", paramLabel = "N", description = "Of this version.")
  private Optional<Integer> version = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "In any of these: ${COMPLETION-CANDIDATES}; repeatable.")
  private Set<OrchestrationRuntimeStatus> statuses =
      EnumSet.noneOf(OrchestrationRuntimeStatus.class);

  @Option(
      names = "--condition",
      paramLabel = "CONDITION",
      split = ",",
      description = "Held up by any of these: ${COMPLETION-CANDIDATES}; repeatable.")
  private Set<InstanceCondition> conditions = EnumSet.noneOf(InstanceCondition.class);

  @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "With this tag; repeatable.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(names = "--id-prefix", paramLabel = "TEXT", description = "With ids that begin so.")
  private Optional<String> idPrefix = Optional.empty();

  @Option(
      names = "--created-from",
      paramLabel = "TIME",
      description = "Created then or later, such as 2026-11-01T00:00:00Z.")
  private Optional<Instant> createdFrom = Optional.empty();

  @Option(names = "--created-to", paramLabel = "TIME", description = "Created before then.")
  private Optional<Instant> createdTo = Optional.empty();

  @Option(names = "--parent", paramLabel = "ID", description = "Children of this instance.")
  private Optional<String> parent = Optional.empty();

  @Option(names = "--newest-first", description = "The newest first.")
  private boolean newestFirst;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The size of the page, 1 to 1000; 100 unless given.")
  private int limit = 100;

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Where the page before ended, as it said.")
  private Optional<String> after = Optional.empty();

  /** Whether nothing was asked for, which means all instances. */
  boolean isEmpty() {
    return query().equals(new InstanceFilters().query());
  }

  InstanceQuery query() {
    return typed(() ->
        new InstanceQuery(
            name,
            version.map(OptionalInt::of).orElse(OptionalInt.empty()),
            statuses,
            conditions,
            createdFrom,
            createdTo,
            idPrefix,
            tags,
            parent,
            newestFirst,
            limit,
            after));
  }
}
