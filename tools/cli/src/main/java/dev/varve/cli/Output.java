package dev.varve.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where an answer goes, as text for people or as one JSON document for programs. */
final class Output {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  /** Prints one of the two. */
  void print(ObjectNode document, String text) {
    if (json) {
      out().println(document.toPrettyString());
    } else if (!text.isEmpty()) {
      out().print(text.endsWith("\n") ? text : text + "\n");
      out().flush();
    }
  }

  /** Prints one of the two; the document is what a library made of it. */
  void print(String document, String text) {
    print((ObjectNode) JsonMapper.shared().readTree(document), text);
  }

  /** A remark for people, which is no part of the answer. */
  void note(String text) {
    spec().commandLine().getErr().println("varve: " + text);
  }

  PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(command);
  }

  /** To the second, so that columns have one width. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String time(Optional<Instant> at) {
    return at.map(Output::time).orElse("-");
  }

  /** Stored JSON, as a value of the document; text if it is none, as an encrypted one is. */
  static JsonNode stored(String json) {
    try {
      return JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      return JsonMapper.shared().getNodeFactory().stringNode(json);
    }
  }
}
