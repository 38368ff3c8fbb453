package dev.varve.versioning.router;

/** Whether a version becomes the current one of its app once it runs. */
public enum CurrentChoice {
  /** If its major or minor number is higher than that of the current one, or there is none. */
  WHEN_NEWER,
  /** Only if the app has no current version yet. */
  IF_NONE,
  /** In any case, also if that is a step back. */
  ALWAYS,
  /** In no case. */
  NEVER
}
