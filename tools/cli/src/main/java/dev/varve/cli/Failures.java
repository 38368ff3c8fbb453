package dev.varve.cli;

import dev.varve.OrchestrationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What is said when something went wrong: one line on standard error. */
final class Failures {
  private Failures() {}

  static int usage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    line.getErr()
        .println("varve: " + oneLine(failure.getMessage()) + "; see '" + command + " --help'");
    printStack(line, failure);
    return ExitCode.of(failure);
  }

  static int execution(Exception failure, CommandLine line, @Nullable ParseResult parsed) {
    return failure instanceof ParameterException wrong
        ? usage(wrong, new String[0])
        : report(line, failure);
  }

  static int report(CommandLine line, Throwable failure) {
    line.getErr().println("varve: " + message(failure));
    printStack(line, failure);
    return ExitCode.of(failure);
  }

  private static void printStack(CommandLine line, Throwable failure) {
    CommandLine root = line;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    if (((VarveCommand) root.getCommand()).stackTrace()) {
      failure.printStackTrace(line.getErr());
    }
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return switch (failure) {
      case OrchestrationException e -> oneLine(message);
      case CommandFailedException e -> oneLine(message);
      case WrongUsageException e -> oneLine(message);
      case UncheckedIOException e -> oneLine(message);
      case IOException e -> oneLine(e.toString());
      default -> oneLine(failure + "; --stacktrace shows where");
    };
  }

  private static String oneLine(@Nullable String text) {
    return text == null
        ? "no message; --stacktrace shows where"
        : text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
  }
}
