package dev.varve.benchmarks;

import java.util.List;

/** What the disk and the database can do without an engine: the other side of the ratios. */
final class Limits {
  /** What stands in the workload column of a limit's figures. */
  static final String WORKLOAD = "limit";

  private Limits() {}

  static List<Figure> measure(Site site) throws Exception {
    return switch (site.subject()) {
      case LIMIT_SQLITE -> new SqliteLimit(site).measure();
      case LIMIT_DISK -> new DiskLimit(site).measure();
      case LIMIT_POSTGRES -> new PostgresLimit(site).measure();
      case LIMIT_AZURE -> new AzureLimit(site).measure();
      case VARVE_MEMORY,
          VARVE_SQLITE,
          VARVE_POSTGRES,
          VARVE_AZURE,
          DBOS,
          RESTATE_RUN,
          RESTATE_CALL,
          TEMPORAL,
          TEMPORAL_LOCAL ->
          throw new IllegalArgumentException(site.subject() + " is no limit");
    };
  }
}
