package dev.varve.management.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.versioning.router.ChildJvmHost;
import dev.varve.versioning.router.ClassLoaderHost;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apps come and go, and nothing is left. With processes 200 times with {@code -Dvarve.soak=true},
 * else a few times, since each is a JVM; in class loaders 200 times always.
 */
class RouterCyclesTest {
  private static final int CYCLES = 200;
  private static final int PROCESSES = Boolean.getBoolean("varve.soak") ? CYCLES : 10;

  @TempDir Path directory;

  @Test
  void R9_R12_cycles_of_deploy_route_and_remove_leave_no_process_port_or_file() throws IOException {
    ChildJvmHost host = TinyApp.host(directory, "1.0.0", "2.0.0").open();
    try (Place place = Place.of(directory, host, b -> b)) {
      place.caller.deploy("2.0.0");
      cycle(place, 0);
      List<Path> files = files();
      long descriptors = descriptors();

      for (int i = 1; i <= PROCESSES; i++) {
        cycle(place, i);
        assertThat(TinyApp.living(directory)).hasSize(1);
      }

      assertThat(files()).hasSameSizeAs(files);
      assertThat(descriptors()).isLessThan(descriptors + 10);
      assertThat(host.running()).hasSize(1);
    }
    assertThat(TinyApp.living(directory)).isEmpty();
    assertThat(TinyApp.journalOf(directory)).hasSize(PROCESSES + 1).doesNotHaveDuplicates();
  }

  @Test
  void R9_R12_two_hundred_cycles_in_class_loaders_leave_no_thread_and_no_class_loader()
      throws IOException {
    try (Place place =
        Place.of(
            directory,
            storage ->
                ClassLoaderHost.builder(storage)
                    .build("shop", "1.0.0", List.of(code()), LoadedShop.class.getName())
                    .build("shop", "2.0.0", List.of(code()), LoadedShop.class.getName())
                    .open(),
            b -> b)) {
      place.caller.deploy("2.0.0");
      cycle(place, 0);
      int threads = Thread.activeCount();

      for (int i = 1; i <= CYCLES; i++) {
        cycle(place, i);
      }

      Place.await("no thread is left", () -> Thread.activeCount() <= threads + 2);
      assertThat(place.caller.apps())
          .isEqualTo("shop/1.0 1.0.0 CLOSED, shop/2.0 2.0.0 RUNNING current");
    }
  }

  private static void cycle(Place place, int number) throws IOException {
    assertThat(place.caller.deploy("1.0.0").statusCode()).isEqualTo(200);
    assertThat(place.caller.post("1.0.0", "/orders/" + number).body())
        .startsWith("1.0.0 /orders/" + number);
    assertThat(place.caller.remove("1.0.0").statusCode()).isEqualTo(200);
  }

  /** The store has files of its own, whose number is its own affair; logs are kept, a few. */
  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found
          .filter(file -> !file.getFileName().toString().startsWith("store.db"))
          .filter(file -> !file.toString().endsWith(".log"))
          .toList();
    }
  }

  /** Files, pipes and sockets that this process holds open, as far as the system tells. */
  private static long descriptors() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (Stream<Path> found = Files.list(open)) {
      return found.count();
    }
  }

  private static Path code() {
    try {
      return Path.of(LoadedShop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
