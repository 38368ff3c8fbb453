package dev.varve.internal.resolution;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.internal.resolution.Resolution.Reason;
import dev.varve.internal.resolution.Resolution.Refused;
import java.util.Collection;
import java.util.stream.Collectors;

/** The words of a refusal: what was asked, what is known, who said so, what to do. */
final class Refusals {
  private static final int LISTED = 20;

  private Refusals() {}

  static Refused contradiction(String requested, String choice) {
    return new Refused(
        Reason.CONTRADICTION,
        "'%s' names its version itself, but %s is asked for as well; give the base name with a"
                .formatted(requested, choice)
            + " choice, or the full name alone");
  }

  static Refused notKnown(FunctionKind kind, FunctionName function, KnownFunctions known) {
    return new Refused(
        Reason.NOT_KNOWN,
        "%s %s is known nowhere: no live worker of the hub serves it and it is not registered"
                .formatted(kind.word(), named(function))
            + " here; %s; register %s or ask for one that is known"
                .formatted(whatIsKnown(kind, function.base(), known), named(function)));
  }

  static Refused currentNotKnown(
      FunctionKind kind, FunctionName function, String origin, KnownFunctions known) {
    return new Refused(
        Reason.CURRENT_NOT_KNOWN,
        "the current version of '%s' is %d (%s), but %s; register %s or correct the source"
            .formatted(
                function.base(),
                function.version(),
                origin,
                whatIsKnown(kind, function.base(), known),
                named(function)));
  }

  static Refused noCurrent(String base, KnownFunctions known) {
    FunctionKind kind = FunctionKind.ORCHESTRATOR;
    String state = whatIsKnown(kind, base, known);
    return known.versionsOf(kind, base).isEmpty()
        ? new Refused(
            Reason.NOT_KNOWN,
            "orchestrator '%s' is known in no version: %s; register it or correct the name"
                .formatted(base, state))
        : new Refused(
            Reason.NO_CURRENT,
            "no source says which version of '%s' is current, and %s; configure one, such as"
                    .formatted(base, state)
                + " %s=%d, or start one by its version"
                    .formatted(base, known.versionsOf(kind, base).last().version()));
  }

  static Refused notInSet(FunctionKind kind, String base, KnownFunctions known) {
    return new Refused(
        Reason.NOT_IN_VERSION_SET,
        "the version set this instance started under has no version of %s '%s'; when it started,"
                .formatted(kind.word(), base)
            + " none was known that fits its own version; now %s; call one by its full name"
                .formatted(whatIsKnown(kind, base, known)));
  }

  private static String whatIsKnown(FunctionKind kind, String base, KnownFunctions known) {
    Collection<FunctionName> versions = known.versionsOf(kind, base);
    if (!versions.isEmpty()) {
      return "the known " + plural(kind) + " are " + list(versions);
    }
    Collection<FunctionName> others = known.functions(kind);
    return others.isEmpty()
        ? "nothing is known under '" + base + "', and no other " + kind.word()
        : "nothing is known under '" + base + "', only " + list(others);
  }

  private static String plural(FunctionKind kind) {
    return switch (kind) {
      case ORCHESTRATOR -> "orchestrators";
      case ACTIVITY -> "activities";
    };
  }

  private static String list(Collection<FunctionName> functions) {
    String listed =
        functions.stream().limit(LISTED).map(Refusals::named).collect(Collectors.joining(", "));
    int left = functions.size() - LISTED;
    return left > 0 ? listed + " and " + left + " more" : listed;
  }

  private static String named(FunctionName function) {
    return function.version() == 0 ? function.base() + " (version 0)" : function.toString();
  }
}
