package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.FunctionName;
import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.OrchestrationMetadata;
import dev.varve.RawJson;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Rows of instances, with what the live workers of their hub make of them. */
final class Instances {
  private final Set<FunctionName> served;

  private Instances(Set<FunctionName> served) {
    this.served = served;
  }

  static Instances of(HubStore hub) {
    return new Instances(
        hub.sessions().stream()
            .flatMap(session -> session.descriptor().orchestrators().stream())
            .collect(Collectors.toSet()));
  }

  /**
   * The row of an instance.
   *
   * @throws InstanceNotFoundException if there is none
   */
  static InstanceRow require(HubStore hub, String id) {
    return hub.instance(requireId(id)).orElseThrow(() -> new InstanceNotFoundException(id));
  }

  /** An id that was typed. */
  static String requireId(String id) {
    return typed(() -> Names.requireInstanceId(id));
  }

  OrchestrationMetadata metadata(InstanceRow row) {
    return new OrchestrationMetadata(row, served.contains(row.function()), new RawJson());
  }

  /** The fields that lists have, too. */
  static void put(ObjectNode node, OrchestrationMetadata instance) {
    node.put("id", instance.instanceId())
        .put("hub", instance.hub())
        .put("function", instance.function().toString())
        .put("base", instance.function().base())
        .put("version", instance.function().version())
        .put("status", instance.runtimeStatus().name())
        .put("condition", instance.condition().map(Enum::name).orElse(null))
        .put("explanation", instance.conditionExplanation().orElse(null))
        .put("createdAt", instance.createdAt().toString())
        .put("lastUpdatedAt", instance.lastUpdatedAt().toString())
        .put("completedAt", text(instance.completedAt()))
        .put("scheduledStart", text(instance.scheduledStart()))
        .put("parent", instance.parentInstanceId().orElse(null));
    ObjectNode tags = node.putObject("tags");
    new TreeMap<>(instance.tags()).forEach(tags::put);
  }

  /** Its status, and why it cannot go on, if it cannot. */
  static String state(OrchestrationMetadata instance) {
    return instance.runtimeStatus()
        + instance.condition().map(condition -> " " + condition).orElse("");
  }

  private static @Nullable String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse(null);
  }
}
