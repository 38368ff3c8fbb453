package dev.varve.management;

/** What a caller may do. Each role includes those before it. */
public enum Role {
  /** See instances, versions and workers, without what users put into them. */
  READ("read"),
  /** See inputs, outputs, custom statuses, failures and histories as well. */
  READ_PAYLOAD("read-payload"),
  /** Start instances, raise events, suspend, resume, rewind, restart and terminate. */
  OPERATE("operate"),
  /** Remove instances, and change what all callers depend on. */
  ADMIN("admin");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** The word for it in configuration, records and messages. */
  public String word() {
    return word;
  }

  /** Whether a caller of this role may do what needs the other one. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /**
   * The role of a word.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Role parse(String word) {
    for (Role role : values()) {
      if (role.word.equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + dev.varve.Names.printable(word)
            + "' is no role; use read, read-payload, operate or"
            + " admin");
  }
}
