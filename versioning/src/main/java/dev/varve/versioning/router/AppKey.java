package dev.varve.versioning.router;

import dev.varve.Names;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What requests are routed by: an app and the first two numbers of its version. Each key has at
 * most one app in the table, and a hub of its own.
 *
 * @param app 1 to 25 lower-case letters and digits, a letter first
 * @param major 0 to 999,999,999
 * @param minor 0 to 999,999,999
 */
public record AppKey(String app, int major, int minor) implements Comparable<AppKey> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,24}");
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]{1,25})/(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})");
  private static final Pattern APP_HUB = Pattern.compile(".*v[0-9]+x[0-9]+");
  private static final Comparator<AppKey> ORDER =
      Comparator.comparing(AppKey::app)
          .thenComparingInt(AppKey::major)
          .thenComparingInt(AppKey::minor);

  /**
   * @throws IllegalArgumentException if the name or a number breaks its rules
   */
  public AppKey {
    requireApp(app);
    AppVersion.requireNumber("major", major);
    AppVersion.requireNumber("minor", minor);
  }

  /** The key that a version of an app goes by. */
  public static AppKey of(String app, AppVersion version) {
    return new AppKey(app, version.major(), version.minor());
  }

  /**
   * Reads {@code app/major.minor}, the form of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is anything else, naming it
   */
  public static AppKey parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + Names.printable(text) + "' is not app/major.minor, such as orders/1.0");
    }
    return new AppKey(
        parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
  }

  /**
   * The key of an app's version, given as {@code major.minor} or with a patch behind it, which
   * decides nothing.
   *
   * @throws IllegalArgumentException if the name or the version breaks its grammar
   */
  public static AppKey ofVersion(String app, String version) {
    return version.indexOf('.') == version.lastIndexOf('.')
        ? of(app, AppVersion.parse(version + ".0"))
        : of(app, AppVersion.parse(version));
  }

  /**
   * Returns the name if it can be that of an app.
   *
   * @throws IllegalArgumentException otherwise, naming the value
   */
  public static String requireApp(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + Names.printable(name)
              + "' is not the name of an app: use 1 to 25 lower-case letters and digits, a letter"
              + " first");
    }
    return name;
  }

  /**
   * The hub of the app: {@code ordersv1x0} for {@code orders/1.0}. No two keys have the same one,
   * not even where case is ignored: from the right, digits, an x, digits and a v are taken off, and
   * what is left is the name.
   */
  public String hub() {
    return app + "v" + major + "x" + minor;
  }

  /** Whether a hub could be that of an app. */
  static boolean isHubOfAnApp(String hub) {
    return APP_HUB.matcher(hub).matches();
  }

  /** Whether this is a later version of the same app. */
  boolean isLaterThan(AppKey other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(AppKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return app + "/" + major + "." + minor;
  }
}
