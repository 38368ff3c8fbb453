package dev.varve.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whose speed is measured: an engine on a store, or the raw limit beneath it. */
enum Subject {
  VARVE_MEMORY("varve-memory", "none (heap)"),
  VARVE_SQLITE("varve-sqlite", "fsync before each answer (SQLite WAL, synchronous=FULL)"),
  LIMIT_SQLITE("limit-sqlite", "fsync per commit (SQLite WAL, synchronous=FULL)"),
  LIMIT_DISK("limit-disk", "fsync per append");

  private final String id;
  private final String durability;

  Subject(String id, String durability) {
    this.id = id;
    this.durability = durability;
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

  /** Whether it runs orchestrations; a limit does not, and has one fixed set of figures. */
  boolean isEngine() {
    return this == VARVE_MEMORY || this == VARVE_SQLITE;
  }
}
