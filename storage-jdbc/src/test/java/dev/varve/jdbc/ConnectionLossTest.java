package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.varve.Varve;
import dev.varve.jdbc.server.PostgresServer;
import dev.varve.jdbc.server.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two engines under load, each with connections of its own, and what can happen to those. Nothing
 * acknowledged is lost or doubled, nothing has to be restarted, waiting callers get their answers.
 *
 * <p>Outages last some seconds, or as many as {@code -Dvarve.outage.seconds=30} says.
 */
class ConnectionLossTest {
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("varve.outage.seconds", 5));
  private static final int ENGINES = 2;
  private static final int WARM = 10;
  private static final int TIMES = 4;
  private static final int MOST_LINES = 20;

  private final LogCapture log = LogCapture.begin();
  private final List<PostgresStorage> storages = new ArrayList<>();
  private final List<Varve> engines = new ArrayList<>();
  private final List<AutoCloseable> rest = new ArrayList<>();

  private PostgresServer server = PostgresServer.shared();
  private PGSimpleDataSource database = server.newDatabase();

  private Traffic traffic(PGSimpleDataSource source) {
    for (int i = 0; i < ENGINES; i++) {
      PostgresStorage storage = PostgresStorage.builder(source).shortLease(LEASE).open();
      storages.add(storage);
      engines.add(Traffic.functions(Varve.builder()).sharedStorage(storage).start());
    }
    Traffic traffic = new Traffic(engines);
    traffic.start();
    traffic.awaitMore(WARM);
    return traffic;
  }

  private TcpProxy proxy() {
    TcpProxy proxy = TcpProxy.before(server);
    rest.add(proxy);
    return proxy;
  }

  private PGSimpleDataSource through(TcpProxy proxy) {
    return server.dataSource(database.getDatabaseName(), proxy);
  }

  private void conclude(Traffic traffic, int outages) {
    traffic.awaitMore(WARM);
    traffic.stopAndCheck(storages.getFirst().hub("default"));
    System.out.println(traffic + ", " + log.lines().size() + " lines logged");
    assertThat(log.lines()).hasSizeLessThanOrEqualTo(outages * MOST_LINES);
  }

  @AfterEach
  void close() throws Exception {
    engines.forEach(Varve::close);
    storages.forEach(PostgresStorage::close);
    for (AutoCloseable closeable : rest) {
      closeable.close();
    }
    if (server == PostgresServer.shared()) {
      server.drop(database.getDatabaseName());
    }
    log.close();
  }

  @Test
  void resetting_all_connections_again_and_again_loses_nothing() {
    TcpProxy proxy = proxy();
    Traffic traffic = traffic(through(proxy));
    for (int i = 0; i < TIMES; i++) {
      proxy.resetOpenConnections();
      traffic.awaitMore(WARM);
    }
    conclude(traffic, TIMES);
  }

  @Test
  void an_outage_in_which_connections_are_refused_loses_nothing_and_does_not_flood_the_log() {
    outage(TcpProxy.Mode.RESET);
  }

  @Test
  void an_outage_in_which_nothing_is_answered_loses_nothing_and_does_not_flood_the_log() {
    outage(TcpProxy.Mode.BLACK_HOLE);
  }

  private void outage(TcpProxy.Mode mode) {
    TcpProxy proxy = proxy();
    Traffic traffic = traffic(through(proxy));
    long end = System.nanoTime() + OUTAGE.toNanos();
    proxy.mode(mode);
    Traffic.await("the outage to be noticed", () -> !log.lines().isEmpty());
    LockSupport.parkNanos(end - System.nanoTime());
    proxy.mode(TcpProxy.Mode.FORWARD);
    conclude(traffic, 1);
  }

  @Test
  void commits_whose_answers_are_lost_are_neither_lost_nor_made_twice() {
    TcpProxy proxy = proxy();
    Traffic traffic = traffic(through(proxy));
    for (int i = 0; i < 2 * TIMES; i++) {
      proxy.loseNextAnswer(TcpProxy.COMMIT);
      Traffic.await("the cut", () -> !proxy.cutPending());
      traffic.awaitMore(2);
    }
    conclude(traffic, TIMES);
  }

  @Test
  void commits_that_never_arrive_are_made_again() {
    TcpProxy proxy = proxy();
    Traffic traffic = traffic(through(proxy));
    for (int i = 0; i < 2 * TIMES; i++) {
      proxy.loseNextStatement(TcpProxy.COMMIT);
      Traffic.await("the cut", () -> !proxy.cutPending());
      traffic.awaitMore(2);
    }
    conclude(traffic, TIMES);
  }

  @Test
  void backends_ended_by_an_administrator_are_replaced() {
    Traffic traffic = traffic(database);
    for (int i = 0; i < TIMES; i++) {
      assertThat(server.terminateBackends(database.getDatabaseName())).isPositive();
      traffic.awaitMore(WARM);
    }
    conclude(traffic, TIMES);
  }

  @Test
  void a_server_that_crashes_and_comes_back_loses_nothing() throws IOException {
    assumeThat(server.canBeStopped()).isTrue();
    server.drop(database.getDatabaseName());
    server = PostgresServer.dedicated();
    rest.add(server);
    database = server.newDatabase();
    Traffic traffic = traffic(database);
    for (int i = 0; i < TIMES; i++) {
      server.stopImmediate();
      server.start();
      traffic.awaitMore(WARM);
    }
    conclude(traffic, TIMES);
  }
}
