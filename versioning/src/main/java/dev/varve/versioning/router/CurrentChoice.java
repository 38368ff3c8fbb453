package dev.varve.versioning.router;

import dev.varve.Names;
import java.util.Locale;

/** Whether a version becomes the current one of its app once it runs. */
public enum CurrentChoice {
  /** If its major or minor number is higher than that of the current one, or there is none. */
  WHEN_NEWER,
  /** Only if the app has no current version yet. */
  IF_NONE,
  /** In any case, also if that is a step back. */
  ALWAYS,
  /** In no case. */
  NEVER;

  /** The word for it in configuration and requests, such as {@code when-newer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The choice of a word.
   *
   * @throws IllegalArgumentException if it is none, naming it
   */
  public static CurrentChoice parse(String word) {
    for (CurrentChoice choice : values()) {
      if (choice.word().equals(word)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + Names.printable(word)
            + "' says not what becomes current; use when-newer, if-none,"
            + " always or never");
  }
}
