package dev.varve.jdbc.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to a PostgreSQL, message by message, and which statements it executes with it.
 */
final class FrontendMessages {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int ENCRYPTION_REQUEST = 80_877_104;

  private final DataInputStream input;
  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();
  private boolean started;
  private int type;
  private byte[] bytes = {};
  private @Nullable String executed;

  FrontendMessages(DataInputStream input) {
    this.input = input;
  }

  /** Reads a message as {@link #bytes}. False when the client is done. */
  boolean next() throws IOException {
    executed = null;
    return started ? nextMessage() : nextOpening();
  }

  byte[] bytes() {
    return bytes;
  }

  /** The text of the statement that this message executes, if it does. */
  @Nullable String executed() {
    return executed;
  }

  /** Whether the server now answers and says that it is ready for more. */
  boolean asksForAnswer() {
    return started && (type == 'Q' || type == 'S');
  }

  boolean asksForOneByte() {
    return !started;
  }

  boolean noneWaiting() throws IOException {
    return input.available() == 0;
  }

  /** A message whose type has been read, whole. */
  static byte[] message(int type, DataInputStream input) throws IOException {
    int length = input.readInt();
    byte[] message = new byte[1 + length];
    ByteBuffer.wrap(message).put((byte) type).putInt(length);
    input.readFully(message, 5, length - 4);
    return message;
  }

  /** Before the first message with a type: asks for encryption, or says who it is. */
  private boolean nextOpening() throws IOException {
    try {
      int length = input.readInt();
      bytes = new byte[length];
      ByteBuffer.wrap(bytes).putInt(length);
      input.readFully(bytes, 4, length - 4);
      int code = ByteBuffer.wrap(bytes).getInt(4);
      type = 0;
      started = code != SSL_REQUEST && code != ENCRYPTION_REQUEST;
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  private boolean nextMessage() throws IOException {
    type = input.read();
    if (type < 0) {
      return false;
    }
    bytes = message(type, input);
    ByteBuffer body = ByteBuffer.wrap(bytes, 5, bytes.length - 5);
    switch (type) {
      case 'Q' -> executed = text(body);
      case 'P' -> statements.put(text(body), text(body));
      case 'B' -> portals.put(text(body), statements.getOrDefault(text(body), ""));
      case 'E' -> executed = portals.getOrDefault(text(body), "");
      default -> {
        // Nothing that executes.
      }
    }
    return true;
  }

  private static String text(ByteBuffer body) {
    int start = body.position();
    while (body.get() != 0) {
      // To the end of the text.
    }
    return new String(body.array(), start, body.position() - 1 - start, StandardCharsets.UTF_8);
  }
}
