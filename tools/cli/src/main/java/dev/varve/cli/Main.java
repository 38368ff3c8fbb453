package dev.varve.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program {@code varve}: {@code varve --help} tells the rest. */
public final class Main {
  private Main() {}

  /** Ends the JVM with the exit code, since code that was rehearsed may still block threads. */
  public static void main(String[] arguments) {
    PrintWriter out =
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintWriter err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    // What registered code prints must not get into an answer that a program reads.
    System.setOut(System.err);
    System.exit(run(out, err, arguments));
  }

  /** Runs one command line. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = VarveCommand.line();
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    try {
      return line.execute(arguments);
    } catch (Throwable e) {
      // picocli handles exceptions only. What got through here would leave the JVM to the threads
      // of the user's code, which may never end.
      return Failures.report(line, e);
    } finally {
      out.flush();
      err.flush();
    }
  }
}
