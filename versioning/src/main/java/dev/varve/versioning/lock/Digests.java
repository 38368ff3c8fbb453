package dev.varve.versioning.lock;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of text. */
final class Digests {
  private Digests() {}

  /** The first bytes of the SHA-256 of the text, in hexadecimal digits. */
  static String of(String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The text, or something short that stands for it if it is longer than that. */
  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : "#" + of(text, 16);
  }
}
