package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.Ports;
import dev.varve.internal.engine.Rhythm;
import dev.varve.storage.HubStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two workers whose engines count time from origins hours apart, on machines whose clocks are hours
 * away from that of the server: only the server's counts.
 */
class ClockSkewTest {
  private static final Duration SKEW = Duration.ofHours(5);
  private static final Duration DELAY = Duration.ofMillis(600);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration LATE = Duration.ofMinutes(1);
  private static final int MANY = 10;

  private final TestSchema schema = TestSchema.create();
  private final PostgresStorage first = PostgresStorage.on(skewed());
  private final PostgresStorage second = PostgresStorage.on(skewed());
  private final HubStore hub = first.hub("default");
  private final Varve ahead = worker(first, SKEW);
  private final Varve behind = worker(second, SKEW.negated());

  /** The server, as seen here, has another time than this machine. */
  private PGSimpleDataSource skewed() {
    PGSimpleDataSource source = schema.source();
    source.setCurrentSchema(schema.name() + ",pg_catalog");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
              + " AS 'SELECT pg_catalog.clock_timestamp() + interval ''"
              + SKEW.toHours()
              + " hours'''");
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Varve worker(PostgresStorage storage, Duration origin) {
    VarveBuilder builder =
        Varve.builder()
            .sharedStorage(storage)
            .orchestrator(
                "Sleeper_v1",
                Void.class,
                (ctx, in) -> {
                  ctx.createTimer(DELAY).await();
                  ctx.waitForExternalEvent("Go", Void.class).await();
                  ctx.createTimer(DELAY).await();
                  return "rested";
                });
    Ports system = Ports.system();
    Ports skewed =
        new Ports(() -> System.nanoTime() + origin.toNanos(), system.scheduler(), system.ids());
    BuilderAccess.to(builder).simulate(builder, skewed, Rhythm.NORMAL);
    return builder.start();
  }

  @BeforeEach
  void the_server_is_hours_ahead() {
    assertThat(Duration.between(Instant.now(), hub.now()))
        .isBetween(SKEW.minus(LATE), SKEW.plus(LATE));
  }

  @AfterEach
  void close() {
    ahead.close();
    behind.close();
    first.close();
    second.close();
    schema.drop();
  }

  @Test
  void timers_are_neither_early_nor_late() {
    Instant began = hub.now();
    for (int i = 0; i < MANY; i++) {
      client(i).scheduleNewOrchestrationInstance("Sleeper", null, StartOptions.withId("s-" + i));
      client(i + 1).raiseEvent("s-" + i, "Go");
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(client(i + 1).waitForInstanceCompletion("s-" + i, LONGEST).isCompleted()).isTrue();
      assertThat(hub.now()).isBetween(began.plus(DELAY.multipliedBy(2)), began.plus(LATE));
      timersFiredWhenDue(hub.history("s-" + i, 0, 100));
    }
  }

  private static void timersFiredWhenDue(List<HistoryTurn> history) {
    assertThat(history.stream().flatMap(turn -> turn.inputs().stream()))
        .filteredOn(TimerFired.class::isInstance)
        .hasSize(2);
    for (HistoryTurn turn : history) {
      assertThat(turn.inputs())
          .filteredOn(TimerFired.class::isInstance)
          .allSatisfy(fired ->
              assertThat(turn.time())
                  .isBetween(
                      ((TimerFired) fired).fireAt(), ((TimerFired) fired).fireAt().plus(LATE)));
    }
  }

  @Test
  void a_start_for_later_is_neither_early_nor_late() {
    Instant due = hub.now().plus(DELAY);
    ahead
        .client()
        .scheduleNewOrchestrationInstance(
            "Sleeper", null, StartOptions.withId("later").withStartTime(due));
    behind.client().waitForInstanceStart("later", LONGEST);
    assertThat(hub.now()).isBetween(due, due.plus(LATE));
  }

  @Test
  void no_worker_takes_the_other_for_dead() {
    FunctionName sleeper = new FunctionName("Sleeper", 1);
    List<Long> before = sessions(sleeper);
    assertThat(before).hasSize(2);
    Instant seen = lastSeen();
    Traffic.await("both to renew", () -> lastSeen().isAfter(seen));
    assertThat(sessions(sleeper)).isEqualTo(before);
  }

  private Instant lastSeen() {
    return hub.sessions().stream().map(row -> row.seenAt()).min(Instant::compareTo).orElseThrow();
  }

  private List<Long> sessions(FunctionName function) {
    return hub.sessions().stream()
        .filter(row -> row.descriptor().orchestrators().contains(function))
        .map(row -> row.id())
        .sorted()
        .toList();
  }

  private VarveClient client(int number) {
    return (number % 2 == 0 ? ahead : behind).client();
  }
}
