package dev.varve;

/** A value is longer than the store can hold. Store it elsewhere and pass a reference. */
public final class PayloadTooLargeException extends OrchestrationException {
  private final int length;
  private final int limit;

  private PayloadTooLargeException(String what, int length, int limit) {
    super(
        what
            + " has "
            + length
            + " characters of JSON, and this store holds at most "
            + limit
            + "; keep large data elsewhere and pass a reference");
    this.length = length;
    this.limit = limit;
  }

  /**
   * Passes a payload that is within the limit.
   *
   * @param what names the value, for the message
   * @throws PayloadTooLargeException otherwise
   */
  public static void check(String what, Payload payload, int limit) {
    if (payload.length() > limit) {
      throw new PayloadTooLargeException(what, payload.length(), limit);
    }
  }

  /** The length in characters of JSON. */
  public int length() {
    return length;
  }

  /** The longest that is allowed. */
  public int limit() {
    return limit;
  }
}
