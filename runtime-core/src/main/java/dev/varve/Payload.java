package dev.varve;

/**
 * A user value as JSON text, as a {@link DataConverter} wrote it. The engine never looks inside.
 *
 * @param json one JSON value; the text {@code null} stands for no value
 */
public record Payload(String json) {
  /** The payload of no value. */
  public static final Payload NULL = new Payload("null");

  /** Whether this is the JSON value {@code null}. */
  public boolean isNull() {
    return json.equals("null");
  }

  /** The length in characters, which limits are counted in. */
  public int length() {
    return json.length();
  }

  /** Only the length: payloads may hold secrets and must not reach logs. */
  @Override
  public String toString() {
    return "Payload[" + json.length() + " characters]";
  }
}
