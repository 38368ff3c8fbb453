package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLocksTest {
  private static final int THREADS = 4;
  private static final int LOOKS = 5_000;

  @TempDir Path directory;

  @Test
  void many_threads_may_look_at_a_dead_session_at_the_same_time() throws Exception {
    SessionLocks locks = locks();
    Files.createFile(directory.resolve("a.db.session-7.lock"));
    Callable<Boolean> looks =
        () -> IntStream.range(0, LOOKS).mapToObj(i -> locks.isHeld(7)).anyMatch(held -> held);

    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Boolean>> found =
          threads.invokeAll(IntStream.range(0, THREADS).mapToObj(i -> looks).toList());
      for (Future<Boolean> held : found) {
        assertThat(held.get()).isFalse();
      }
    }
  }

  @Test
  void a_session_of_this_process_is_held_until_it_is_dropped() {
    SessionLocks locks = locks();
    locks.begin(8);
    assertThat(locks.isHeld(8)).isTrue();

    locks.drop(8);

    assertThat(locks.isHeld(8)).isFalse();
  }

  private SessionLocks locks() {
    Path file = directory.resolve("a.db");
    return new SessionLocks(file, new Readers(new SqliteDialect(file, 0)));
  }
}
