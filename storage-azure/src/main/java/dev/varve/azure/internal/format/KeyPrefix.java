package dev.varve.azure.internal.format;

/**
 * The part of a prefix by which a table can look for keys. In which order the service has
 * characters beyond ASCII is not promised, so that only those in front of the first such are of
 * use. What is found may lack the prefix and has to be looked at.
 */
public final class KeyPrefix {
  private KeyPrefix() {}

  /** What all keys of texts with this prefix begin with; may be empty. */
  public static String of(String prefix) {
    String key = KeySanitation.escape(prefix);
    int end = 0;
    while (end < key.length() && key.charAt(end) < '~') {
      end++;
    }
    return key.substring(0, end);
  }
}
