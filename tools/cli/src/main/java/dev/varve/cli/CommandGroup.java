package dev.varve.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that only stands before others. */
abstract class CommandGroup implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final void run() {
    CommandSpec self = Objects.requireNonNull(spec);
    throw new ParameterException(
        self.commandLine(),
        "a command is missing; give one of " + String.join(", ", self.subcommands().keySet()));
  }
}
