package dev.varve.versioning.router;

/**
 * A deployable build, known to a host under its app and full version. What it consists of is said
 * in code when the host is made, never by a request.
 *
 * @param app the name of the app; see {@link AppKey}
 * @param version its full version
 */
public record AppBuild(String app, AppVersion version) implements Comparable<AppBuild> {
  /**
   * @throws IllegalArgumentException if the name breaks its grammar
   */
  public AppBuild {
    AppKey.requireApp(app);
  }

  /**
   * A build by the text of its version.
   *
   * @throws IllegalArgumentException if the name or the version breaks its grammar
   */
  public static AppBuild of(String app, String version) {
    return new AppBuild(app, AppVersion.parse(version));
  }

  /** The key that requests for it go by. */
  public AppKey key() {
    return AppKey.of(app, version);
  }

  @Override
  public int compareTo(AppBuild other) {
    int byApp = app.compareTo(other.app);
    return byApp != 0 ? byApp : version.compareTo(other.version);
  }

  @Override
  public String toString() {
    return app + " " + version;
  }
}
