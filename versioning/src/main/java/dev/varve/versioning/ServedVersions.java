package dev.varve.versioning;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/** Whether starts would find what is to become current: what live workers of a hub serve now. */
final class ServedVersions {
  private static final int LISTED = 20;

  private final String hub;
  private final KnownFunctions served;

  private ServedVersions(String hub, KnownFunctions served) {
    this.hub = hub;
    this.served = served;
  }

  static ServedVersions of(HubStore hub) {
    return new ServedVersions(hub.name(), KnownFunctions.servedBy(hub.sessions()));
  }

  /**
   * An entry holds for every kind in which the base is known: where one kind lacks the version,
   * starts are refused, as {@code VersionRules} has it.
   *
   * @throws UnservedVersionException if the function is not served so
   */
  void require(FunctionName function) {
    boolean known = false;
    for (FunctionKind kind : FunctionKind.values()) {
      NavigableSet<FunctionName> versions = served.versionsOf(kind, function.base());
      known |= !versions.isEmpty();
      if (!versions.isEmpty() && !versions.contains(function)) {
        throw unserved(kind.word() + " " + function, versions);
      }
    }
    if (!known) {
      throw unserved(function.toString(), served.orchestrators());
    }
  }

  /**
   * A default that fits no orchestrator at all is surely a mistake; which ones it must fit, the
   * other sources decide.
   *
   * @throws UnservedVersionException if no orchestrator is served in this version
   */
  void requireDefault(int version) {
    if (served.orchestrators().stream().noneMatch(function -> function.version() == version)) {
      throw unserved("any orchestrator in version " + version, served.orchestrators());
    }
  }

  private UnservedVersionException unserved(String what, NavigableSet<FunctionName> instead) {
    String listed =
        instead.stream()
            .limit(LISTED)
            .map(FunctionName::toString)
            .collect(Collectors.joining(", "));
    String more = instead.size() > LISTED ? " and " + (instead.size() - LISTED) + " more" : "";
    return new UnservedVersionException(
        "no live worker of hub %s serves %s; what they serve is %s; start a worker with it first,"
                .formatted(hub, what, instead.isEmpty() ? "nothing" : listed + more)
            + " or force the change",
        instead);
  }
}
