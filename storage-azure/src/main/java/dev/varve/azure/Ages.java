package dev.varve.azure;

import dev.varve.azure.internal.table.Row;
import java.time.Duration;
import java.time.Instant;

/** How old rows of the index are, by the clock of this machine, which may be minutes off. */
final class Ages {
  /** A signed request that is older than 15 minutes is refused: nothing comes that long after. */
  private static final Duration LATEST = Duration.ofMinutes(20);

  private Ages() {}

  /** Whether what the row announced would be there by now, or never will. */
  static boolean isOld(Row row) {
    return row.time(Row.TIMESTAMP)
        .map(written -> written.isBefore(Instant.now().minus(LATEST)))
        .orElse(false);
  }
}
