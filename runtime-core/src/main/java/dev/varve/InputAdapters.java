package dev.varve;

import dev.varve.internal.replay.InputAdapter;
import dev.varve.internal.replay.OrchestratorCode;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The input adapters of a builder, until its orchestrators are complete. */
final class InputAdapters {
  private final Map<FunctionName, Map<FunctionName, InputAdapter>> byTarget = new TreeMap<>();

  @SuppressWarnings("unchecked") // the old input is converted to the type that comes with it
  void add(String to, String from, Type oldType, Function<?, ?> adapter) {
    FunctionName target = FunctionName.parse(to);
    FunctionName origin = FunctionName.parse(from);
    if (!target.base().equals(origin.base()) || target.equals(origin)) {
      throw new IllegalArgumentException(
          "an adapter leads from one version of an orchestrator to another one of it, not from '"
              + origin
              + "' to '"
              + target
              + "'");
    }
    InputAdapter made =
        new InputAdapter(oldType, (Function<@Nullable Object, ? extends @Nullable Object>) adapter);
    InputAdapter before =
        byTarget.computeIfAbsent(target, unused -> new TreeMap<>()).put(origin, made);
    if (before != null) {
      throw new IllegalArgumentException(
          "there are two adapters from '" + origin + "' to '" + target + "'; give one");
    }
  }

  /** The orchestrators with their adapters. */
  Map<FunctionName, OrchestratorCode> in(Map<FunctionName, OrchestratorCode> orchestrators) {
    Map<FunctionName, OrchestratorCode> complete = new TreeMap<>(orchestrators);
    byTarget.forEach((target, adapters) -> {
      OrchestratorCode code = complete.get(target);
      if (code == null) {
        throw new IllegalArgumentException(
            "there is an adapter to '"
                + target
                + "', but no such orchestrator; register it, or leave the adapter out");
      }
      complete.put(
          target, new OrchestratorCode(target, code.factory(), code.inputType(), adapters));
    });
    return complete;
  }
}
