package dev.varve.internal.resolution;

import static dev.varve.FunctionKind.ORCHESTRATOR;

import dev.varve.CurrentVersions;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.VersionChoice.Current;
import dev.varve.VersionChoice.Exactly;
import dev.varve.VersionChoice.Inherit;
import dev.varve.VersionSet;
import dev.varve.history.VersionResolution;
import dev.varve.internal.resolution.Resolution.Refused;
import dev.varve.internal.resolution.Resolution.Resolved;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules of version resolution, at one moment of configuration and knowledge. Every answer is a
 * function of the arguments alone, so callers may cache by the identity of the two components.
 *
 * <p>Where a method takes {@code recorded}, it is what the hub recorded as the only version of the
 * requested base, if it did. A record is not configuration: it answers starts of its own base and
 * is no entry in the version set of another.
 *
 * @param current what the sources of current versions say
 * @param known what somebody can run
 */
public record VersionRules(CurrentVersions.Snapshot current, KnownFunctions known) {

  /**
   * A start from outside.
   *
   * @param requested a base name or a full name
   * @param exactly one version, the only way to reach version 0 by choice
   * @throws IllegalArgumentException if the name breaks the grammar or the version is negative
   */
  public Resolution start(String requested, OptionalInt exactly, OptionalInt recorded) {
    FunctionName name = FunctionName.parse(requested);
    boolean full = FunctionName.isVersioned(requested);
    if (full && exactly.isPresent() && exactly.getAsInt() != name.version()) {
      return Refusals.contradiction(requested, "version " + exactly.getAsInt());
    }
    if (exactly.isPresent()) {
      return startExactly(new FunctionName(name.base(), exactly.getAsInt()), recorded);
    }
    return full ? startExactly(name, recorded) : startCurrent(name.base(), recorded);
  }

  /**
   * A start that nobody can run, put off until somebody can. Its version is settled now, its
   * version set when it is taken up. It stays refused if its version is open.
   *
   * @param refused what the start came to
   */
  public Resolution putOff(
      String requested, OptionalInt exactly, OptionalInt recorded, Refused refused) {
    if (refused.reason() == Resolution.Reason.CONTRADICTION) {
      return refused;
    }
    FunctionName name = FunctionName.parse(requested);
    if (exactly.isPresent() || FunctionName.isVersioned(requested)) {
      int version = exactly.orElse(name.version());
      return open(new FunctionName(name.base(), version), VersionResolution.RELATIVE);
    }
    Optional<CurrentVersion> found = currentVersion(name.base(), recorded);
    return found.isEmpty()
        ? refused
        : open(new FunctionName(name.base(), found.get().version()), VersionResolution.CONFIGURED);
  }

  /**
   * A start that was put off, now that a worker takes it up: like an explicit start of its version,
   * except that configured versions of what nobody serves yet are in its set. The worker that came
   * first need not be the one with all that its code calls.
   */
  public Resolution takenUp(FunctionName function, OptionalInt recorded) {
    Resolution resolution = startExactly(function, recorded);
    return resolution instanceof Resolved found && found.how() == VersionResolution.CONFIGURED
        ? new Resolved(
            function, VersionSets.announced(found.versionSet(), current, known), found.how(), false)
        : resolution;
  }

  private static Resolution open(FunctionName function, VersionResolution how) {
    return new Resolved(function, VersionSet.OPEN, how, false);
  }

  /**
   * A child orchestration.
   *
   * <p>A full name is exactly that: it keeps the parent's set if that set has the same version, and
   * counts like {@code exactly(n)} if not, so that old code never meets the activities of newer.
   *
   * @param resolvedBefore what this base name resolved to before in this instance; a choice other
   *     than to inherit does not ask
   * @throws IllegalArgumentException if the name breaks the grammar
   */
  public Resolution child(
      String requested,
      VersionChoice choice,
      VersionSet parentSet,
      OptionalInt resolvedBefore,
      OptionalInt recorded) {
    FunctionName name = FunctionName.parse(requested);
    boolean full = FunctionName.isVersioned(requested);
    return switch (choice) {
      case Inherit() ->
          full
              ? childByFullName(name, parentSet)
              : inSet(ORCHESTRATOR, name.base(), parentSet, resolvedBefore);
      case Current() ->
          full
              ? Refusals.contradiction(requested, "the current version")
              : startCurrent(name.base(), recorded);
      case Exactly(int version) ->
          full && version != name.version()
              ? Refusals.contradiction(requested, "version " + version)
              : relative(new FunctionName(name.base(), version));
    };
  }

  /**
   * An activity called inside an instance. The version set and resolution of the answer are those
   * of the instance.
   *
   * @param resolvedBefore what this base name resolved to before in this instance
   * @throws IllegalArgumentException if the name breaks the grammar
   */
  public Resolution activity(String requested, VersionSet set, OptionalInt resolvedBefore) {
    FunctionName name = FunctionName.parse(requested);
    return FunctionName.isVersioned(requested)
        ? pinned(FunctionKind.ACTIVITY, name, set)
        : inSet(FunctionKind.ACTIVITY, name.base(), set, resolvedBefore);
  }

  /**
   * The next execution of an instance. To inherit is to stay as it is, which asks for nothing.
   * {@code current()} stays as well when the current version is lower than the running one; when it
   * is the same, the instance moves to a version set of this moment. It is refused as a start by
   * base name is, also when no source says what is current.
   *
   * @param running the execution that ends
   */
  public Resolution continueAsNew(Resolved running, VersionChoice choice, OptionalInt recorded) {
    FunctionName function = running.function();
    Resolved staying = new Resolved(function, running.versionSet(), running.how(), false);
    return switch (choice) {
      case Inherit() -> staying;
      case Exactly(int version) -> relative(new FunctionName(function.base(), version));
      case Current() ->
          currentVersion(function.base(), recorded)
                  .filter(found -> found.version() < function.version())
                  .isPresent()
              ? staying
              : startCurrent(function.base(), recorded);
    };
  }

  private Resolution startCurrent(String base, OptionalInt recorded) {
    Optional<CurrentVersion> found = currentVersion(base, recorded);
    if (found.isEmpty()) {
      return Refusals.noCurrent(base, known);
    }
    FunctionName function = new FunctionName(base, found.get().version());
    return known.contains(ORCHESTRATOR, function)
        ? configured(function, found.get().recordOnlyVersion())
        : Refusals.currentNotKnown(ORCHESTRATOR, function, found.get().origin(), known);
  }

  /** The entry for the name, else the default, else the record, else the only one known. */
  private Optional<CurrentVersion> currentVersion(String base, OptionalInt recorded) {
    Optional<CurrentVersions.Entry> entry = current.entry(base);
    if (entry.isPresent()) {
      String origin = "from " + entry.get().source();
      return Optional.of(new CurrentVersion(entry.get().version(), origin, false));
    }
    CurrentVersions.Entry byDefault = current.defaultEntry();
    if (byDefault != null) {
      String origin = "the default version, from " + byDefault.source();
      return Optional.of(new CurrentVersion(byDefault.version(), origin, false));
    }
    if (recorded.isPresent()) {
      String origin = "recorded in the hub when it was the only one known";
      return Optional.of(new CurrentVersion(recorded.getAsInt(), origin, false));
    }
    return onlyVersion(base);
  }

  private Optional<CurrentVersion> onlyVersion(String base) {
    NavigableSet<FunctionName> versions = known.versionsOf(ORCHESTRATOR, base);
    return versions.size() == 1
        ? Optional.of(new CurrentVersion(versions.first().version(), "the only one known", true))
        : Optional.empty();
  }

  private Resolution startExactly(FunctionName function, OptionalInt recorded) {
    boolean isCurrent =
        currentVersion(function.base(), recorded)
            .filter(found -> found.version() == function.version())
            .isPresent();
    return isCurrent && known.contains(ORCHESTRATOR, function)
        ? configured(function, false)
        : relative(function);
  }

  private Resolution configured(FunctionName function, boolean recordOnlyVersion) {
    Optional<Refused> wrong = VersionSets.unknownEntry(current, known);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    VersionSet set = VersionSets.configured(function.version(), current, known);
    return new Resolved(function, set, VersionResolution.CONFIGURED, recordOnlyVersion);
  }

  private Resolution relative(FunctionName function) {
    if (!known.contains(ORCHESTRATOR, function)) {
      return Refusals.notKnown(ORCHESTRATOR, function, known);
    }
    VersionSet set = VersionSets.relative(function.version(), known);
    return new Resolved(function, set, VersionResolution.RELATIVE, false);
  }

  private Resolution childByFullName(FunctionName child, VersionSet parentSet) {
    OptionalInt entry = parentSet.version(ORCHESTRATOR, child.base());
    return entry.equals(OptionalInt.of(child.version()))
        ? pinned(ORCHESTRATOR, child, parentSet)
        : relative(child);
  }

  private Resolution inSet(
      FunctionKind kind, String base, VersionSet set, OptionalInt resolvedBefore) {
    OptionalInt version = resolvedBefore.isPresent() ? resolvedBefore : set.version(kind, base);
    return version.isPresent()
        ? pinned(kind, new FunctionName(base, version.getAsInt()), set)
        : Refusals.notInSet(kind, base, known);
  }

  private Resolution pinned(FunctionKind kind, FunctionName function, VersionSet set) {
    return known.contains(kind, function)
        ? new Resolved(function, set, VersionResolution.INHERITED, false)
        : Refusals.notKnown(kind, function, known);
  }
}
