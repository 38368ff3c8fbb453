package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleOutMeasurementTest {
  @Test
  void worker_processes_run_their_parts_on_one_database(@TempDir Path directory) throws Exception {
    try (Databases databases = new Databases(directory);
        Databases.Database database = databases.create();
        Stock stock = new Stock(directory, databases)) {
      Site site =
          new Site(
              "W9",
              Subject.VARVE_POSTGRES,
              directory,
              directory,
              database.url(),
              stock,
              0.001,
              Recorder.into(Optional.empty()));

      List<Figure> figures = new ScaleOutMeasurement(site, List.of(2)).measure();

      assertThat(figures)
          .extracting(Figure::metric)
          .containsExactly(
              "orchestrations of 2",
              "cores in use by workers of 2",
              "cores in use by the server of 2",
              "transactions each of 2",
              "rate of 2 / best");
      assertThat(figures.getFirst().value()).isPositive();
      assertThat(figures.getFirst().sizes())
          .isEqualTo("2 workers, each 6 with 250 in flight, after 30");
    }
  }
}
