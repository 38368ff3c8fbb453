package dev.varve.versioning;

import dev.varve.CurrentVersions.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a file of versions, its text or why there is none.
 *
 * @param text empty if there is a problem
 */
record VersionFileText(String file, String text, @Nullable String problem) {
  private static final int MOST_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Reads a file; never fails, since a file may come and go. */
  static VersionFileText read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? broken(file, "it has more than " + MOST_BYTES + " bytes; list current versions only")
          : new VersionFileText(file.toString(), decoded(bytes), null);
    } catch (NoSuchFileException e) {
      return broken(file, "there is no file " + file.toAbsolutePath() + "; create it");
    } catch (CharacterCodingException e) {
      return broken(file, "it is not UTF-8; save it in that encoding");
    } catch (IOException e) {
      return broken(
          file, "reading " + file.toAbsolutePath() + " failed with " + e + "; make it readable");
    }
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static VersionFileText broken(Path file, String problem) {
    return new VersionFileText(file.toString(), "", problem);
  }

  /**
   * The text.
   *
   * @throws InvalidVersionsException if there is none
   */
  String content() {
    if (problem != null) {
      throw new InvalidVersionsException(file, problem);
    }
    return text;
  }

  /**
   * The versions in it.
   *
   * @throws InvalidVersionsException if it is broken
   */
  Snapshot parse() {
    String content = content();
    String name = file.toLowerCase(Locale.ROOT);
    if (!name.endsWith(".properties") && !name.endsWith(".json")) {
      throw new InvalidVersionsException(
          file, "its kind is not known; use a .properties or a .json file");
    }
    if (content.isBlank()) {
      throw new InvalidVersionsException(
          file,
          "it is empty, as if half written; for no current versions write a comment line"
              + " (.properties) or {} (.json)");
    }
    return name.endsWith(".json")
        ? JsonVersions.read(file, content)
        : PropertiesVersions.read(file, content);
  }
}
