package dev.varve.azure.internal.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A text that is too long for a column and lies in a blob.
 *
 * @param blobName where
 * @param text without characters that a column cannot hold
 */
public record LargeText(String blobName, String text) {
  /** What the blob holds: the text as UTF-8, compressed by gzip. */
  public byte[] content() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The text that a blob holds. */
  static String text(byte[] content) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
