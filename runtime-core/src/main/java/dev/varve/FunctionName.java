package dev.varve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versioned name of an orchestrator or activity: base {@code OrderFulfilment} and version
 * {@code 12} for {@code OrderFulfilment_v12}. A name without the suffix is version 0, the legacy
 * layer.
 *
 * <p>This is the one parser of the grammar (specification V1): a base is {@code
 * [A-Za-z][A-Za-z0-9.]*} with at most 100 characters; the suffix is {@code _v} and a whole number
 * from 1 to 2,147,483,647 without leading zeros. Case matters.
 *
 * @param base the name without its version
 * @param version 0 for a name without suffix, otherwise the number behind {@code _v}
 */
public record FunctionName(String base, int version) implements Comparable<FunctionName> {
  /** The longest base name accepted, in characters. */
  public static final int MAX_BASE_LENGTH = 100;

  private static final Pattern BASE = Pattern.compile("[A-Za-z][A-Za-z0-9.]*");
  private static final Pattern VERSIONED = Pattern.compile("(.*?)_v([0-9]*)");

  /**
   * Checks the grammar.
   *
   * @throws IllegalArgumentException if the base breaks the grammar or the version is negative
   */
  public FunctionName {
    requireBase(base, base);
    if (version < 0) {
      throw new IllegalArgumentException(
          "version " + version + " of '" + base + "' is negative; versions are 0 or more");
    }
  }

  /**
   * Reads a full name.
   *
   * @throws IllegalArgumentException if it breaks the grammar; the message names the text and what
   *     is allowed
   */
  public static FunctionName parse(String text) {
    Matcher versioned = VERSIONED.matcher(text);
    if (!versioned.matches()) {
      requireBase(text, text);
      return new FunctionName(text, 0);
    }
    requireBase(versioned.group(1), text);
    return new FunctionName(versioned.group(1), version(versioned.group(2), text));
  }

  /** Whether the text carries a version suffix, that is, names one version exactly. */
  public static boolean isVersioned(String text) {
    return VERSIONED.matcher(text).matches();
  }

  private static int version(String digits, String text) {
    if (digits.isEmpty()) {
      throw refused(text, "the version number is missing behind '_v'");
    }
    if (digits.charAt(0) == '0') {
      throw refused(text, "a version starts at 1 and has no leading zero");
    }
    if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw refused(text, "the version is beyond " + Integer.MAX_VALUE);
    }
    return Integer.parseInt(digits);
  }

  private static void requireBase(String base, String text) {
    if (base.isEmpty()) {
      throw refused(text, "the base name is empty");
    }
    if (base.length() > MAX_BASE_LENGTH) {
      throw refused(text, "the base name is longer than " + MAX_BASE_LENGTH + " characters");
    }
    if (!BASE.matcher(base).matches()) {
      throw refused(text, "a base name is a letter followed by letters, digits and dots");
    }
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException(
        "'"
            + Names.printable(text)
            + "' is not a function name: "
            + why
            + "; write it like 'Order' or 'Order_v2'");
  }

  /** Orders by base name, then by version as a number. */
  @Override
  public int compareTo(FunctionName other) {
    int byBase = base.compareTo(other.base);
    return byBase != 0 ? byBase : Integer.compare(version, other.version);
  }

  /** The full name, {@code Order_v2}, or {@code Order} for version 0. */
  @Override
  public String toString() {
    return version == 0 ? base : base + "_v" + version;
  }
}
