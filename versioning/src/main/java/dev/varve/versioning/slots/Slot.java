package dev.varve.versioning.slots;

import java.util.Locale;

/** A place for a deployment. Which one is in it is written in the slot record alone. */
public enum Slot {
  /** Gets the starts that come by a front. */
  PRODUCTION,
  /** Where the next build is brought up, and where the last one stays for a rollback. */
  STAGING;

  /** The one it is swapped with. */
  public Slot other() {
    return this == PRODUCTION ? STAGING : PRODUCTION;
  }

  /** Its name in records, commands and reports: {@code production} or {@code staging}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
