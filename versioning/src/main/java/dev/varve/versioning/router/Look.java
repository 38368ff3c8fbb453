package dev.varve.versioning.router;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look of the monitor: brings up what should run and does not, notes what is idle, and begins
 * the removal of what was idle for long enough. Thread-safe.
 */
final class Look {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.router");

  private final Table table;
  private final Traffic traffic;
  private final AppHost host;
  private final Idleness idleness;
  private final Supplier<Instant> clock;
  private final LifeCalls calls;
  private final Duration grace;

  Look(
      Table table,
      Traffic traffic,
      AppHost host,
      Idleness idleness,
      Supplier<Instant> clock,
      LifeCalls calls,
      Duration grace) {
    this.table = table;
    this.traffic = traffic;
    this.host = host;
    this.idleness = idleness;
    this.clock = clock;
    this.calls = calls;
    this.grace = grace;
  }

  void take() {
    for (Row row : table.all()) {
      at(row);
    }
  }

  private void at(Row row) {
    switch (row.state()) {
      case CREATING -> calls.beginRevival(build(row)); // unless its creation is at work
      case DRAINING -> calls.beginRemoval(row.key());
      case RUNNING -> atRunning(row);
      case FAILED -> {
        if (idleness.active(row.key().hub()) > 0) {
          calls.beginRevival(build(row)); // somebody's work waits there
        }
      }
      case CLOSED -> {}
    }
  }

  private static AppBuild build(Row row) {
    return new AppBuild(row.key().app(), row.version());
  }

  private void atRunning(Row row) {
    if (row.serving().flatMap(host::endpoint).isEmpty()) {
      LOG.warn("the app {} does not run; it is started again", row.key());
      calls.beginRevival(build(row));
      return;
    }
    boolean idle =
        !table.isCurrent(row.key())
            && !traffic.wasUsed(row.key())
            && idleness.active(row.key().hub()) == 0;
    Instant now = clock.get();
    if (idle == row.idleSince().isEmpty()) {
      note(row, idle ? Optional.of(now) : Optional.empty());
    }
    if (idle && !row.idleSince().orElse(now).plus(grace).isAfter(now)) {
      LOG.info("the app {} has nothing to do since {}; it is removed", row.key(), row.idleSince());
      calls.beginRemoval(row.key());
    }
  }

  /** Unless the row has changed meanwhile: then the next look sees to it. */
  private void note(Row seen, Optional<Instant> idleSince) {
    table.decide(() -> {
      Optional<Row> now = table.find(seen.key()).filter(row -> row.revision() == seen.revision());
      return now.map(row ->
          table.put(row.idleSince(idleSince), "router", idleSince.isPresent() ? "idle" : "in use"));
    });
  }
}
