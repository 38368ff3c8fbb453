package dev.varve.internal.resolution;

import static dev.varve.FunctionKind.ACTIVITY;

import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.VersionSet;
import dev.varve.history.VersionResolution;
import dev.varve.internal.resolution.Resolution.Refused;
import dev.varve.internal.resolution.Resolution.Resolved;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text of the table tests. Configuration: {@code Order=2 *=1}. Known: orchestrators, a slash,
 * activities. Request: {@code Order} or {@code Order!2} for an explicit version. Answer: {@code
 * Order_v2 CONFIGURED Order=2 / Charge=1}, with {@code +record} behind if the hub records it.
 */
final class ResolutionRow {
  private ResolutionRow() {}

  static VersionRules rules(String configuration, String known) {
    return new VersionRules(configuration(configuration), known(known));
  }

  static KnownFunctions known(String text) {
    String[] kinds = (text + " ").split("/", -1);
    return KnownFunctions.of(names(kinds[0]), kinds.length > 1 ? names(kinds[1]) : List.of());
  }

  static VersionSet set(String text) {
    String[] kinds = (text + " ").split("/", -1);
    return VersionSet.of(numbers(kinds[0]), numbers(kinds[1]));
  }

  static OptionalInt number(String text) {
    return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  static Resolution start(VersionRules rules, String request, OptionalInt recorded) {
    return rules.start(name(request), exactly(request), recorded);
  }

  static String name(String request) {
    return request.split("!", -1)[0];
  }

  static OptionalInt exactly(String request) {
    String[] parts = request.split("!", -1);
    return parts.length == 1 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts[1]));
  }

  static VersionChoice choice(String text) {
    return switch (text) {
      case "inherit" -> new VersionChoice.Inherit();
      case "current" -> new VersionChoice.Current();
      default -> new VersionChoice.Exactly(Integer.parseInt(text));
    };
  }

  static Resolved running(String function, String versionSet) {
    return new Resolved(
        FunctionName.parse(function), set(versionSet), VersionResolution.CONFIGURED, false);
  }

  static String answer(Resolution resolution) {
    return switch (resolution) {
      case Resolved resolved ->
          resolved.function()
              + " "
              + resolved.how()
              + " "
              + text(resolved.versionSet())
              + (resolved.recordOnlyVersion() ? " +record" : "");
      case Refused refused -> refused.reason() + ": " + refused.message();
    };
  }

  private static String text(VersionSet set) {
    return text(set.orchestrators()) + " / " + text(set.activities());
  }

  private static String text(Map<String, Integer> versions) {
    return versions.isEmpty()
        ? "none"
        : versions.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
  }

  private static Snapshot configuration(String text) {
    Map<String, Entry> entries = new TreeMap<>();
    numbers(text).forEach((base, version) -> entries.put(base, new Entry(version, "a file")));
    Entry byDefault = entries.remove("*");
    return new Snapshot(entries, byDefault);
  }

  private static Map<String, Integer> numbers(String text) {
    return words(text).stream()
        .map(word -> word.split("=", -1))
        .collect(Collectors.toMap(parts -> parts[0], parts -> Integer.parseInt(parts[1])));
  }

  private static List<FunctionName> names(String text) {
    return words(text).stream().map(FunctionName::parse).toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.trim().split("\\s+"))
        .filter(word -> !word.isEmpty() && !word.equals("-") && !word.equals("none"))
        .toList();
  }

  static Resolution activity(VersionRules rules, String name, VersionSet set, OptionalInt before) {
    Resolution resolution = rules.activity(name, set, before);
    if (resolution instanceof Resolved resolved
        && !rules.known().contains(ACTIVITY, resolved.function())) {
      throw new AssertionError("resolved to something unknown: " + resolved);
    }
    return resolution;
  }
}
