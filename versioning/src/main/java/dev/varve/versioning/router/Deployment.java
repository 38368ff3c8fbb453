package dev.varve.versioning.router;

import dev.varve.Names;

/**
 * What is to be deployed.
 *
 * @param build one that the router's host knows
 * @param current whether requests without a version go there afterwards
 * @param who the person or program, for the audit log; 1 to 200 characters
 * @param why for the audit log; 1 to 1000 characters
 */
public record Deployment(AppBuild build, CurrentChoice current, String who, String why) {
  /**
   * @throws IllegalArgumentException if who or why breaks its rules
   */
  public Deployment {
    Names.requireText("name of who deploys", who, 200);
    Names.requireText("reason why", why, 1000);
  }

  /** A deployment that becomes current if it is newer than what is. */
  public static Deployment of(AppBuild build, String who) {
    return new Deployment(build, CurrentChoice.WHEN_NEWER, who, "deployed");
  }
}
