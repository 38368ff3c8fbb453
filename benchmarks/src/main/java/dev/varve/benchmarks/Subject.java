package dev.varve.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whose speed is measured: an engine on a store, a peer, or the raw limit beneath it. */
enum Subject {
  VARVE_MEMORY(Kind.VARVE, "varve-memory", "none (heap)"),
  VARVE_SQLITE(
      Kind.VARVE, "varve-sqlite", "fsync before each answer (SQLite WAL, synchronous=FULL)"),
  VARVE_POSTGRES(
      Kind.VARVE, "varve-postgres", "fsync before each answer (PostgreSQL, synchronous_commit=on)"),
  VARVE_AZURE(Kind.VARVE, "varve-azure", "none (Azurite in memory)", 0.02),
  DBOS(Kind.PEER, "dbos", "fsync before each answer (PostgreSQL, synchronous_commit=on)", 0.25),
  RESTATE_RUN(Kind.PEER, "restate-run", "fsync before each answer (its own log)", 0.25),
  RESTATE_CALL(Kind.PEER, "restate-call", "fsync before each answer (its own log)", 0.15),
  TEMPORAL(Kind.PEER, "temporal", "none (in-memory test server)", 0.05),
  TEMPORAL_LOCAL(Kind.PEER, "temporal-local", "none (in-memory test server)", 0.25),
  LIMIT_SQLITE(Kind.LIMIT, "limit-sqlite", "fsync per commit (SQLite WAL, synchronous=FULL)"),
  LIMIT_POSTGRES(
      Kind.LIMIT, "limit-postgres", "fsync per commit (PostgreSQL, synchronous_commit=on)"),
  LIMIT_DISK(Kind.LIMIT, "limit-disk", "fsync per append"),
  LIMIT_AZURE(Kind.LIMIT, "limit-azure", "none (Azurite in memory)", 0.02);

  private enum Kind {
    VARVE,
    PEER,
    LIMIT
  }

  private final Kind kind;
  private final String id;
  private final String durability;
  private final double share;

  Subject(Kind kind, String id, String durability) {
    this(kind, id, durability, 1);
  }

  Subject(Kind kind, String id, String durability, double share) {
    this.kind = kind;
    this.id = id;
    this.durability = durability;
    this.share = share;
  }

  /** The subject of this name. */
  static Subject parse(String text) {
    return Arrays.stream(values())
        .filter(subject -> subject.id.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new BadArgument("unknown engine '" + text + "'; choose from " + choices()));
  }

  static String choices() {
    return Arrays.stream(values()).map(Subject::id).collect(Collectors.joining(", "));
  }

  static List<Subject> all() {
    return List.of(values());
  }

  String id() {
    return id;
  }

  String durability() {
    return durability;
  }

  /**
   * Our own engines and the limits, as far as they need no libraries of others and measure a store
   * and no emulator.
   */
  static List<Subject> own() {
    return all().stream().filter(subject -> !subject.isPeer() && !subject.needsAzure()).toList();
  }

  /** Whether it runs orchestrations; a limit does not, and has one fixed set of figures. */
  boolean isEngine() {
    return kind != Kind.LIMIT;
  }

  boolean isVarve() {
    return kind == Kind.VARVE;
  }

  boolean isPeer() {
    return kind == Kind.PEER;
  }

  boolean needsPostgres() {
    return this == VARVE_POSTGRES || this == DBOS || this == LIMIT_POSTGRES;
  }

  boolean needsAzure() {
    return this == VARVE_AZURE || this == LIMIT_AZURE;
  }

  /**
   * Which part of the repetitions it is given. A slow engine would take hours for all of them; what
   * one repetition consists of is the same for all.
   */
  double share() {
    return share;
  }
}
