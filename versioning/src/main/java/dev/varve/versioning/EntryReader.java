package dev.varve.versioning;

import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionName;
import dev.varve.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the raw entries of one source, and tells all that is wrong with them at once. */
final class EntryReader {
  /** The name of the default version in files; no base name can be this. */
  static final String DEFAULT = "*";

  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final int SHOWN = 40;

  private final String source;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable Entry defaultEntry;

  EntryReader(String source) {
    this.source = source;
  }

  /** An entry of a file, which may be that of the default. */
  void addNamed(String name, String version) {
    if (name.equals(DEFAULT)) {
      addDefault(name, version, source);
    } else {
      add(name, version, source);
    }
  }

  /**
   * An entry.
   *
   * @param from who says so, for people
   */
  void add(String base, String version, String from) {
    String wrongBase = wrongBase(base);
    if (wrongBase != null) {
      problems.add(wrongBase);
    } else if (isVersion("'" + base + "'", version)) {
      Entry before = entries.put(base, new Entry(Integer.parseInt(version), from));
      if (before != null) {
        refuse(
            "'"
                + base
                + "' is there twice, from "
                + before.source()
                + " and "
                + from
                + "; keep one");
      }
    }
  }

  /**
   * The default version.
   *
   * @param name what it is called there
   */
  void addDefault(String name, String version, String from) {
    if (isVersion("the default '" + name + "'", version)) {
      defaultEntry = new Entry(Integer.parseInt(version), from);
    }
  }

  /** Something else is wrong; {@link #snapshot} will say so. */
  void refuse(String problem) {
    problems.add(problem);
  }

  /**
   * What was read.
   *
   * @throws InvalidVersionsException if anything was wrong
   */
  Snapshot snapshot() {
    if (!problems.isEmpty()) {
      throw new InvalidVersionsException(source, String.join("; ", problems));
    }
    return new Snapshot(entries, defaultEntry);
  }

  /**
   * The function that an entry given in code names.
   *
   * @throws IllegalArgumentException if the base name breaks the grammar or carries a version, or
   *     the version is negative
   */
  static FunctionName require(String base, int version) {
    FunctionName.parse(base);
    if (FunctionName.isVersioned(base)) {
      throw new IllegalArgumentException(
          "'" + base + "' carries a version; give the base name and the version apart");
    }
    return new FunctionName(base, version);
  }

  /** Whether a text is a version: a whole number in the range, without sign and leading zeros. */
  static boolean isVersion(String text) {
    return WHOLE.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE;
  }

  /** The first line of a text, fit for a message. */
  static String line(String text) {
    return Names.printable(text.lines().findFirst().orElse(""));
  }

  /** A text fit for a message: one line, not too long. */
  static String shown(String text) {
    return Names.printable(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
  }

  private static @Nullable String wrongBase(String base) {
    if (FunctionName.isVersioned(base)) {
      return "'" + shown(base) + "' carries a version; name the base alone, such as Order=2";
    }
    if (base.length() > FunctionName.MAX_BASE_LENGTH) {
      return "'"
          + shown(base)
          + "' has "
          + base.length()
          + " characters; a base name has at most "
          + FunctionName.MAX_BASE_LENGTH;
    }
    try {
      FunctionName.parse(base);
      return null;
    } catch (IllegalArgumentException e) {
      return "'"
          + shown(base)
          + "' is not a base name; use a letter followed by letters, digits"
          + " and dots, such as Order";
    }
  }

  private boolean isVersion(String of, String version) {
    boolean fits = isVersion(version);
    if (!fits) {
      refuse(
          "the version '"
              + shown(version)
              + "' of "
              + of
              + " is not a whole number from 0 to "
              + Integer.MAX_VALUE
              + "; write it without sign and leading zeros, such as 2");
    }
    return fits;
  }
}
