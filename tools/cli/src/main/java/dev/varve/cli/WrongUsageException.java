package dev.varve.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was typed is wrong. The message is for the person who typed it. */
final class WrongUsageException extends RuntimeException {
  WrongUsageException(String message) {
    super(message);
  }

  WrongUsageException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Makes something of what was typed, or hands it to a library. Libraries say of a value that they
   * cannot take that it is an illegal argument.
   */
  static <T extends @Nullable Object> T typed(Supplier<T> use) {
    try {
      return use.get();
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(e.getMessage(), e);
    }
  }

  /** As {@link #typed}, without a result. */
  static void checked(Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(e.getMessage(), e);
    }
  }
}
