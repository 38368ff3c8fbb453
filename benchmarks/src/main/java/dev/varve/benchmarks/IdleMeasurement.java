package dev.varve.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.varve.Varve;
import dev.varve.storage.Storage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * W10: what a worker without work costs on a store with 1,000,000 finished and 100,000 sleeping
 * instances. On PostgreSQL its statements are counted; SQLite lets nobody count them, so that the
 * engine's calls to the store are counted there.
 */
record IdleMeasurement(Site site) implements Measurement {
  static final int FINISHED = 1_000_000;
  static final int SLEEPING = 100_000;
  private static final int SECONDS = 30;
  private static final int SETTLING_SECONDS = 10;

  @Override
  public List<Figure> measure() throws Exception {
    String address =
        site.stock().address(site.subject(), site.scaled(FINISHED), site.scaled(SLEEPING));
    Counted calls = new Counted();
    Counted statements = new Counted();
    try (Varve worker =
        Functions.register(Varve.builder().storage(calls.calls(counted(address, statements))))
            .orchestrator(Sleeper.NAME, Long.class, Sleeper::sleep)
            .activity(Sleeper.WAKE, Long.class, due -> due)
            .start()) {
      worker.client().countInstances();
      Thread.sleep(Duration.ofSeconds(site.scaled(SETTLING_SECONDS)));
      return site.recorder().measured(() -> observe(calls, statements));
    }
  }

  private Storage counted(String address, Counted statements) {
    if (site.subject() != Subject.VARVE_POSTGRES) {
      return Stores.open(site.subject(), address);
    }
    HikariDataSource pool = Stores.pool(address);
    return Stores.postgres(statements.statements(pool), pool);
  }

  private List<Figure> observe(Counted calls, Counted statements) throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long callsBefore = calls.count();
    long statementsBefore = statements.count();
    long processorBefore = system.getProcessCpuTime();
    long begin = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(site.scaled(SECONDS)));
    double seconds = Bench.secondsSince(begin);
    double processor = (system.getProcessCpuTime() - processorBefore) / 1e9;
    String sizes =
        "%d finished, %d asleep, %d s"
            .formatted(site.scaled(FINISHED), site.scaled(SLEEPING), site.scaled(SECONDS));
    List<Figure> figures = new ArrayList<>();
    figures.add(site.figure("store calls", "1/s", (calls.count() - callsBefore) / seconds, sizes));
    if (site.subject() == Subject.VARVE_POSTGRES) {
      double rate = (statements.count() - statementsBefore) / seconds;
      figures.add(site.figure("queries", "1/s", rate, sizes));
    }
    figures.add(site.figure("processor", "% of a core", 100 * processor / seconds, sizes));
    return figures;
  }
}
