package dev.varve;

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

  private static final String SUFFIX = "_v";

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
    int suffix = text.indexOf(SUFFIX);
    if (suffix < 0) {
      requireBase(text, text);
      return new FunctionName(text, 0);
    }
    String base = text.substring(0, suffix);
    requireBase(base, text);
    return new FunctionName(base, version(text.substring(suffix + SUFFIX.length()), text));
  }

  /**
   * Whether the text carries a version suffix, that is, means one version exactly. Does not check
   * the grammar.
   */
  public static boolean isVersioned(String text) {
    return text.contains(SUFFIX);
  }

  private static int version(String digits, String text) {
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw refused(text, "only digits may stand behind '_v'");
    }
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
    if (!isBase(base)) {
      throw refused(text, "a base name is a letter followed by letters, digits and dots");
    }
  }

  /** By hand: names are checked at every call of a function. */
  private static boolean isBase(String base) {
    for (int i = 0; i < base.length(); i++) {
      char c = base.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '.';
      if (!letter && (i == 0 || !later)) {
        return false;
      }
    }
    return true;
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
