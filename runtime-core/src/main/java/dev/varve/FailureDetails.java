package dev.varve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure as data: it crosses process and version borders, where the exception's class may be
 * gone.
 *
 * @param errorType the class name of the exception
 * @param message the exception's message, empty if it had none
 * @param stackTrace the stack trace as text, empty if not recorded
 * @param nonRetriable whether no retry policy may retry it
 * @param supertypes the class names between the exception and {@code Throwable}, nearest first,
 *     {@code Exception} and {@code RuntimeException} left out
 * @param cause the cause's details, or null
 */
public record FailureDetails(
    String errorType,
    String message,
    String stackTrace,
    boolean nonRetriable,
    List<String> supertypes,
    @Nullable FailureDetails cause) {

  private static final int MAX_CAUSES = 10;
  private static final int MAX_FRAMES = 30;
  private static final int MAX_MESSAGE = 8_000;

  public FailureDetails {
    supertypes = List.copyOf(supertypes);
  }

  /** A failure without stack trace and cause, as the engine itself reports. */
  public static FailureDetails of(String errorType, String message) {
    return new FailureDetails(errorType, message, "", false, List.of(), null);
  }

  /**
   * The details of an exception; messages, stack traces and chains of causes are cut to a bound.
   */
  public static FailureDetails of(Throwable failure) {
    return of(failure, 0);
  }

  private static FailureDetails of(Throwable failure, int depth) {
    Throwable cause = failure.getCause();
    String message = message(failure);
    return new FailureDetails(
        failure.getClass().getName(),
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...",
        frames(failure),
        failure instanceof NonRetriableException,
        supertypes(failure.getClass()),
        cause == null || depth == MAX_CAUSES ? null : of(cause, depth + 1));
  }

  /** User code may throw from here as well. */
  private static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException e) {
      return "(its message could not be read: " + e.getClass().getName() + ")";
    }
  }

  private static String frames(Throwable failure) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
      text.append("  at ").append(frames[i]).append('\n');
    }
    return text.toString();
  }

  private static List<String> supertypes(Class<?> type) {
    List<String> names = new ArrayList<>(2);
    for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
      if (c == Exception.class || c == RuntimeException.class || c == Throwable.class) {
        break;
      }
      names.add(c.getName());
    }
    return names;
  }

  /**
   * Whether the failed exception, or a cause of it, was of this type or a subtype. Compares
   * recorded class names; loads no class.
   */
  public boolean isCausedBy(Class<? extends Throwable> type) {
    for (FailureDetails f = this; f != null; f = f.cause) {
      if (f.errorType.equals(type.getName()) || f.supertypes.contains(type.getName())) {
        return true;
      }
    }
    return type == Throwable.class || type == Exception.class;
  }
}
