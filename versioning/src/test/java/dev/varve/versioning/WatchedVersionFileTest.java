package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.CurrentVersions.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V3: a watched file is live, and a broken one keeps the last good set and says so loudly. */
final class WatchedVersionFileTest {
  @TempDir private Path directory;
  private final BlockingQueue<Snapshot> seen = new LinkedBlockingQueue<>();
  private Path file;
  private WatchedVersionFile watched;

  @BeforeEach
  void watch_a_file() throws Exception {
    file = Files.writeString(directory.resolve("versions.properties"), "Order=1\n");
    watched = new WatchedVersionFile(file, seen::add);
  }

  @Test
  void V3_an_edit_in_place_counts_once_it_was_read_twice() throws Exception {
    Files.writeString(file, "Order=2\n");
    watched.check();
    assertThat(order()).as("may be half written").isEqualTo(1);
    watched.check();
    assertThat(order()).isEqualTo(2);
    assertThat(seen).hasSize(1);
  }

  @Test
  void V3_a_file_that_is_still_being_written_does_not_count() throws Exception {
    Files.writeString(file, "Order=1");
    watched.check();
    Files.writeString(file, "Order=12");
    watched.check();
    Files.writeString(file, "Order=123");
    watched.check();
    assertThat(order()).isEqualTo(1);
    watched.check();
    assertThat(order()).isEqualTo(123);
  }

  @Test
  void V3_a_replaced_file_is_seen() throws Exception {
    Path other = Files.writeString(directory.resolve("new.properties"), "Order=3\n");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    checkTwice();
    assertThat(order()).isEqualTo(3);
  }

  @Test
  void V3_a_link_that_points_elsewhere_is_seen() throws Exception {
    Path one = Files.writeString(directory.resolve("one.properties"), "Order=1\n");
    Path two = Files.writeString(directory.resolve("two.properties"), "Order=2\n");
    Path link = Files.createSymbolicLink(directory.resolve("link.properties"), one);
    var linked = new WatchedVersionFile(link, snapshot -> {});
    Files.delete(link);
    Files.createSymbolicLink(link, two);
    linked.check();
    linked.check();
    assertThat(linked.snapshot().entry("Order").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void V3_content_decides_not_size_or_time() throws Exception {
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "Order=4\n");
    Files.setLastModifiedTime(file, before);
    checkTwice();
    assertThat(order()).isEqualTo(4);
  }

  @Test
  void V3_the_same_object_comes_while_the_versions_are_the_same() throws Exception {
    Snapshot before = watched.snapshot();
    Files.writeString(file, "# only a comment is new\nOrder=1\n");
    checkTwice();
    assertThat(watched.snapshot()).isSameAs(before);
  }

  @Test
  void V3_a_broken_file_keeps_the_last_good_set_and_says_so_once() throws Exception {
    Snapshot good = watched.snapshot();
    try (LogLines log = new LogLines()) {
      Files.writeString(file, "Order=two\n");
      checkTwice();
      checkTwice();
      assertThat(watched.snapshot()).isSameAs(good);
      assertThat(log.errors()).hasSize(1);
      assertThat(log.errors().getFirst())
          .contains(file.toString(), "'two' of 'Order'", "what was read before stays: {Order=1}");
      assertThat(watched.problem()).contains(log.errors().getFirst());

      Files.writeString(file, "Order=three\n");
      checkTwice();
      assertThat(log.errors()).as("another content").hasSize(2);

      Files.writeString(file, "Order=3\n");
      checkTwice();
      assertThat(order()).isEqualTo(3);
      assertThat(watched.problem()).isEmpty();
    }
  }

  @Test
  void V3_going_back_to_the_content_before_heals() throws Exception {
    Snapshot good = watched.snapshot();
    try (LogLines log = new LogLines()) {
      Files.writeString(file, "Order=two\n");
      checkTwice();
      assertThat(log.errors()).hasSize(1);
    }
    Files.writeString(file, "Order=1\n");
    checkTwice();
    assertThat(watched.snapshot()).isSameAs(good);
    assertThat(watched.problem()).isEmpty();
  }

  @Test
  void V3_a_file_that_vanishes_for_a_moment_is_no_problem() throws Exception {
    try (LogLines log = new LogLines()) {
      Files.delete(file);
      watched.check();
      Files.writeString(file, "Order=2\n");
      checkTwice();
      assertThat(order()).isEqualTo(2);
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void V3_a_file_that_stays_away_keeps_the_last_good_set_and_says_so() throws Exception {
    try (LogLines log = new LogLines()) {
      Files.delete(file);
      checkTwice();
      assertThat(order()).isEqualTo(1);
      assertThat(watched.problem())
          .hasValueSatisfying(
              problem -> assertThat(problem).contains("there is no file " + file.toAbsolutePath()));
      assertThat(log.errors()).hasSize(1);
    }
  }

  @Test
  void V3_a_truncated_file_keeps_the_last_good_set() throws Exception {
    try (LogLines log = new LogLines()) {
      Files.writeString(file, "");
      checkTwice();
      assertThat(order()).isEqualTo(1);
      assertThat(log.errors()).hasSize(1);
      assertThat(log.errors().getFirst()).contains("it is empty, as if half written");
    }
  }

  @Test
  void a_missing_file_at_the_start_is_an_error_that_names_it() {
    Path missing = directory.resolve("missing.properties");
    assertThatThrownBy(() -> VersionSources.watching(missing))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageContaining("there is no file " + missing.toAbsolutePath() + "; create it");
  }

  @Test
  void V3_the_watcher_thread_sees_a_change_and_ends_when_closed() throws Exception {
    watched.start(Duration.ofMillis(5));
    Thread watcher = watched.watcher().orElseThrow();
    assertThat(watcher.isDaemon()).isTrue();
    Files.writeString(file, "Order=2\n");
    Snapshot changed = seen.poll(30, TimeUnit.SECONDS);
    assertThat(changed).isNotNull();
    assertThat(changed.entry("Order").orElseThrow().version()).isEqualTo(2);
    assertThat(watched.snapshot()).isSameAs(changed);

    watched.close();
    watched.close();
    assertThat(watcher.join(Duration.ofSeconds(30))).isTrue();
    assertThat(order()).as("the last good set stays readable").isEqualTo(2);
  }

  @Test
  void the_watcher_thread_survives_a_listener_that_fails() throws Exception {
    var failing =
        new WatchedVersionFile(
            file,
            snapshot -> {
              seen.add(snapshot);
              throw new IllegalStateException("on purpose");
            });
    failing.start(Duration.ofMillis(5));
    Files.writeString(file, "Order=2\n");
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
    Files.writeString(file, "Order=3\n");
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
    failing.close();
  }

  private int order() {
    return watched.snapshot().entry("Order").orElseThrow().version();
  }

  private void checkTwice() {
    watched.check();
    watched.check();
  }
}
