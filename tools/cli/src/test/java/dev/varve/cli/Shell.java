package dev.varve.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs command lines in this JVM. */
final class Shell {
  /** What a command line ended with and wrote. */
  record Result(int exitCode, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  private Shell() {}

  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  /** Runs a command on a hub of a file; the words are separated by blanks. */
  static Result on(Path file, String hub, String words, String... more) {
    List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
    arguments.addAll(List.of("--store", "sqlite:" + file, "--hub", hub));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }
}
