package dev.varve.versioning.router;

/**
 * One run of a build on the hub of its app. When it ends, for whatever reason, the next one has
 * another number.
 *
 * @param number 1 for the first run of a key, then counted up
 */
public record AppRun(AppBuild build, int number) {
  /** The hub it works on. */
  public String hub() {
    return build.key().hub();
  }

  /** Unique among all runs of a router: letters, digits and one hyphen; fit for a file name. */
  public String id() {
    return hub() + "-" + number;
  }

  @Override
  public String toString() {
    return "run " + number + " of " + build;
  }
}
