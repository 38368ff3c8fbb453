package dev.varve.versioning.router;

import dev.varve.Names;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an app. Major and minor decide where requests go; the patch does not.
 *
 * @param major 0 to 999,999,999, as are the others
 */
public record AppVersion(int major, int minor, int patch) implements Comparable<AppVersion> {
  static final int LARGEST = 999_999_999;
  private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
  private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER);
  private static final Comparator<AppVersion> ORDER =
      Comparator.comparingInt(AppVersion::major)
          .thenComparingInt(AppVersion::minor)
          .thenComparingInt(AppVersion::patch);

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public AppVersion {
    requireNumber("major", major);
    requireNumber("minor", minor);
    requireNumber("patch", patch);
  }

  /**
   * Reads {@code major.minor.patch}: three whole numbers without leading zeros.
   *
   * @throws IllegalArgumentException if the text is anything else, naming it
   */
  public static AppVersion parse(String text) {
    Matcher numbers = FORM.matcher(text);
    if (!numbers.matches()) {
      throw new IllegalArgumentException(
          "'"
              + Names.printable(text)
              + "' is not a version of an app; give major.minor.patch, such as 1.0.2");
    }
    return new AppVersion(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)));
  }

  static int requireNumber(String what, int number) {
    if (number < 0 || number > LARGEST) {
      throw new IllegalArgumentException(
          "the " + what + " version " + number + " is out of range; use 0 to " + LARGEST);
    }
    return number;
  }

  @Override
  public int compareTo(AppVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
