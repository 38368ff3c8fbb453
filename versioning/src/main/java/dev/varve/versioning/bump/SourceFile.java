package dev.varve.versioning.bump;

import dev.varve.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file as it was read. Encoding its text again gives the same bytes, or it would be refused. */
final class SourceFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path path;
  private final String shown;
  private final byte[] bytes;
  private final Charset encoding;
  private final String mark;
  private final String text;

  private SourceFile(Path path, String shown, byte[] bytes, Charset encoding, String decoded) {
    this.path = path;
    this.shown = shown;
    this.bytes = bytes;
    this.encoding = encoding;
    this.mark = decoded.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    this.text = decoded.substring(mark.length());
  }

  /**
   * Reads a file.
   *
   * @param directory the one that messages name the file in
   * @throws BumpRefusedException if it cannot be read, or not in that encoding without a loss
   */
  static SourceFile read(Path path, Charset encoding, Path directory) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      String shown = Names.printable(directory.relativize(path).toString());
      String decoded = encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      SourceFile file = new SourceFile(path, shown, bytes, encoding, decoded);
      if (!Arrays.equals(bytes, file.encoded(file.text))) {
        throw notIn(encoding, path, null);
      }
      return file;
    } catch (CharacterCodingException e) {
      throw notIn(encoding, path, e);
    } catch (IOException e) {
      throw new BumpRefusedException(
          "reading '" + path + "' failed with " + e + "; make it readable", e);
    }
  }

  private static BumpRefusedException notIn(
      Charset encoding, Path path, @Nullable Exception cause) {
    return new BumpRefusedException(
        "'" + path + "' is not " + encoding + "; give the encoding of the source tree", cause);
  }

  /** A file with another text, and perhaps in another place. */
  SourceFile with(Path other, String changed) {
    return new SourceFile(other, shown, encoded(changed), encoding, mark + changed);
  }

  Path path() {
    return path;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The text without the byte order mark, if there is one. */
  String text() {
    return text;
  }

  /**
   * The bytes of another text for this file, or for one beside it: same encoding, same mark.
   *
   * @throws BumpRefusedException if the encoding lacks a character of it
   */
  byte[] encoded(String other) {
    try {
      ByteBuffer buffer = encoding.newEncoder().encode(CharBuffer.wrap(mark + other));
      return Arrays.copyOfRange(buffer.array(), buffer.arrayOffset(), buffer.limit());
    } catch (CharacterCodingException e) {
      throw notIn(encoding, path, e);
    }
  }

  /** The file and the line of an offset, for people. */
  String at(int offset) {
    return shown + ":" + line(offset);
  }

  private long line(int offset) {
    return 1 + text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  /** How the line at an offset ends; that of the file's first line if it is the last. */
  String newline(int offset) {
    int end = text.indexOf('\n', offset);
    if (end < 0) {
      end = text.indexOf('\n');
    }
    return end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
  }
}
