package dev.varve.versioning.export;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.versioning.export.RecordedInstance.Inbox;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines of an export, each a JSON object that one of its fields tells apart. */
final class ExportLines {
  private static final String FORMAT = "varveExport";
  private static final String HUB = "hub";
  private static final String AT = "exportedAt";
  private static final String REDACTED = "redacted";
  private static final String INSTANCE = "instance";
  private static final String EXECUTION = "execution";
  private static final String FUNCTION = "function";
  private static final String STATUS = "status";
  private static final String INBOX_CUT = "inboxCut";
  private static final String MESSAGE = "message";
  private static final String TURN = "turn";
  private static final String TIME = "time";
  private static final String COMMIT = "commit";
  private static final String RAN = "ran";
  private static final String EVENTS = "events";
  private static final String END = "end";

  /** Turns handed on at once. */
  private static final int PART = 1_000;

  /** The events' own codec bounds their size. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .build();

  private ExportLines() {}

  static boolean isCompressed(Path file) {
    return file.toString().endsWith(".gz");
  }

  static Writer write(Path file) throws IOException {
    OutputStream bytes = Files.newOutputStream(file);
    return new Writer(
        new BufferedWriter(
            new OutputStreamWriter(
                isCompressed(file) ? new GZIPOutputStream(bytes) : bytes, StandardCharsets.UTF_8)));
  }

  static Reader read(Path file) {
    try {
      InputStream bytes = Files.newInputStream(file);
      try {
        return new Reader(
            file,
            new BufferedReader(
                new InputStreamReader(
                    isCompressed(file) ? new GZIPInputStream(bytes) : bytes,
                    StandardCharsets.UTF_8)));
      } catch (IOException | RuntimeException e) {
        bytes.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the export " + file + ": " + e, e);
    }
  }

  /** Writes them in order. */
  static final class Writer implements AutoCloseable {
    private final BufferedWriter out;

    private Writer(BufferedWriter out) {
      this.out = out;
    }

    void header(String hub, Instant at, boolean redacted) {
      line(
          JSON.createObjectNode()
              .put(FORMAT, HubExport.FORMAT)
              .put(HUB, hub)
              .put(AT, at.toString())
              .put(REDACTED, redacted));
    }

    /**
     * @param inboxComplete whether all that waits follows
     */
    void instance(RecordedInstance instance, boolean inboxComplete) {
      ObjectNode node =
          JSON.createObjectNode()
              .put(INSTANCE, instance.instanceId())
              .put(EXECUTION, instance.executionId())
              .put(FUNCTION, instance.function().toString())
              .put(STATUS, instance.status().name());
      if (!inboxComplete) {
        node.put(INBOX_CUT, true);
      }
      line(node);
    }

    void message(InputEvent event) {
      ObjectNode node = JSON.createObjectNode();
      node.set(MESSAGE, JSON.readTree(HistoryCodec.encodeEvent(event)));
      line(node);
    }

    void turn(HistoryTurn turn) {
      ObjectNode node =
          JSON.createObjectNode()
              .put(TURN, turn.sequence())
              .put(TIME, turn.time().toString())
              .put(COMMIT, turn.commitId())
              .put(RAN, turn.ran());
      node.set(EVENTS, JSON.readTree(HistoryCodec.encodeTurn(turn.inputs(), turn.decisions())));
      line(node);
    }

    void end(long instances) {
      line(JSON.createObjectNode().put(END, instances));
    }

    private void line(ObjectNode node) {
      try {
        out.write(JSON.writeValueAsString(node));
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Reads them in order, one line ahead. */
  static final class Reader implements AutoCloseable {
    private final Path file;
    private final BufferedReader in;
    private final String hub;
    private final boolean redacted;
    private long number;
    private long instances;
    private @Nullable JsonNode line;

    private Reader(Path file, BufferedReader in) {
      this.file = file;
      this.in = in;
      advance();
      JsonNode header = line;
      if (header == null || !header.path(FORMAT).isInt()) {
        throw damaged("is no export of Varve; give a file that an export has written");
      }
      int format = header.get(FORMAT).asInt();
      if (format < 1 || format > HubExport.FORMAT) {
        throw damaged(
            "has format "
                + format
                + ", and this version of Varve reads formats 1 to "
                + HubExport.FORMAT
                + "; use the version that wrote it, or export again");
      }
      this.hub = text(header, HUB);
      this.redacted = header.path(REDACTED).asBoolean();
      advance();
    }

    String hub() {
      return hub;
    }

    boolean redacted() {
      return redacted;
    }

    /** Goes to the next instance, over what is left of the one before; false at the end. */
    boolean nextInstance() {
      while (isLine(TURN)) {
        advance();
      }
      JsonNode at = line;
      if (at == null) {
        throw damaged("ends too early; export again");
      }
      if (at.has(INSTANCE)) {
        instances++;
        return true;
      }
      if (at.path(END).asLong(-1) != instances) {
        throw damaged("has a line that is neither an instance nor its end; export again");
      }
      return false;
    }

    RecordedInstance instance() {
      JsonNode at = line;
      if (at == null) {
        throw new IllegalStateException("there is no instance");
      }
      try {
        String id = text(at, INSTANCE);
        String execution = text(at, EXECUTION);
        FunctionName function = FunctionName.parse(text(at, FUNCTION));
        OrchestrationRuntimeStatus status = OrchestrationRuntimeStatus.valueOf(text(at, STATUS));
        boolean complete = !at.path(INBOX_CUT).asBoolean();
        advance();
        List<JsonNode> messages = messages();
        return new RecordedInstance(
            id,
            execution,
            function,
            status,
            redacted,
            () -> new Inbox(messages.stream().map(this::event).toList(), complete),
            new Parts(instances));
      } catch (IllegalArgumentException e) {
        throw new ExportFormatException(where() + ": " + e.getMessage(), e);
      }
    }

    private boolean isLine(String field) {
      JsonNode at = line;
      return at != null && at.has(field);
    }

    private List<JsonNode> messages() {
      List<JsonNode> messages = new ArrayList<>();
      for (JsonNode at = line; at != null && at.has(MESSAGE); at = line) {
        messages.add(at.path(MESSAGE));
        advance();
      }
      return messages;
    }

    private InputEvent event(JsonNode message) {
      if (HistoryCodec.decodeEvent(JSON.writeValueAsBytes(message)) instanceof InputEvent event) {
        return event;
      }
      throw new ExportFormatException(file + " has a message that holds a decision; export again");
    }

    private HistoryTurn turn() {
      JsonNode at = line;
      if (at == null) {
        throw new IllegalStateException("there is no turn");
      }
      try {
        HistoryTurn turn =
            HistoryCodec.decodeTurn(
                at.path(TURN).asLong(),
                Instant.parse(text(at, TIME)),
                at.path(COMMIT).asLong(),
                at.path(RAN).asBoolean(),
                JSON.writeValueAsBytes(at.path(EVENTS)));
        advance();
        return turn;
      } catch (DateTimeException e) {
        throw new ExportFormatException(where() + ": " + e.getMessage(), e);
      }
    }

    private void advance() {
      try {
        String text = in.readLine();
        number++;
        line = text == null ? null : JSON.readTree(text);
      } catch (JacksonException e) {
        throw damaged("is no JSON there; export again");
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the export " + file + ": " + e, e);
      }
    }

    private String text(JsonNode node, String field) {
      JsonNode value = node.path(field);
      if (!value.isString()) {
        throw damaged("lacks the text '" + field + "'; export again");
      }
      return value.asString();
    }

    private ExportFormatException damaged(String what) {
      return new ExportFormatException(where() + " " + what);
    }

    private String where() {
      return file + ", line " + number;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The history of one instance, as long as the reader stands there. */
    private final class Parts implements Iterator<List<HistoryTurn>> {
      private final long of;

      Parts(long of) {
        this.of = of;
      }

      @Override
      public boolean hasNext() {
        return of == instances && isLine(TURN);
      }

      @Override
      public List<HistoryTurn> next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the history has ended");
        }
        List<HistoryTurn> part = new ArrayList<>();
        while (hasNext() && part.size() < PART) {
          part.add(turn());
        }
        return part;
      }
    }
  }
}
