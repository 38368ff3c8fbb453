package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M6: all files are written, or none. */
final class FileWritesTest {
  @TempDir private Path directory;
  private CodeTree tree;
  private List<Change> changes;

  @BeforeEach
  void three_changes() throws Exception {
    tree = new CodeTree(directory.resolve("tree")).file("a.txt", "a\n").file("b.txt", "b\n");
    SourceFile a = read("a.txt");
    changes =
        List.of(
            new Change(tree.path("a.txt"), a, "A\n"),
            new Change(tree.path("a2.txt"), a, "A2\n"),
            new Change(tree.path("b.txt"), read("b.txt"), "B\n"));
  }

  private SourceFile read(String name) {
    return SourceFile.read(tree.path(name), StandardCharsets.UTF_8, directory);
  }

  @Test
  void M6_all_changes_are_written_and_nothing_is_left_behind() throws Exception {
    new FileWrites().write(changes);

    assertThat(tree.contents()).isEqualTo(Map.of("a.txt", "A\n", "a2.txt", "A2\n", "b.txt", "B\n"));
  }

  @Test
  void M6_a_write_that_fails_takes_back_those_before_it_wherever_it_fails() throws Exception {
    Map<String, String> before = tree.contents();
    for (int failing = 1; failing <= changes.size(); failing++) {
      for (boolean late : List.of(true, false)) {
        FileWrites writes = new FileWrites(failing(failing, late));

        assertThatThrownBy(() -> writes.write(changes))
            .isInstanceOf(BumpRefusedException.class)
            .hasMessageContaining("the disk is full; all files are as they were before")
            .hasNoSuppressedExceptions();
        assertThat(tree.contents()).isEqualTo(before);
      }
    }
  }

  private static FileWrites.Mover failing(int at, boolean late) {
    int[] count = {0};
    return (from, to) -> {
      boolean fails = ++count[0] == at;
      if (!fails || late) {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
      if (fails) {
        throw new IOException("the disk is full");
      }
    };
  }

  @Test
  void M6_a_file_that_cannot_be_put_back_is_named() throws Exception {
    FileWrites writes =
        new FileWrites((from, to) -> {
          Files.delete(tree.path("a.txt"));
          Files.createDirectories(tree.path("a.txt/in/the/way"));
          throw new IllegalStateException("broken");
        });

    assertThatThrownBy(() -> writes.write(changes))
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("these could not be put back, restore them by hand: ")
        .hasMessageContaining("a.txt");
  }

  @Test
  void M6_a_file_that_changed_since_the_plan_stops_it() throws Exception {
    tree.file("b.txt", "edited\n");
    Map<String, String> before = tree.contents();

    assertThatThrownBy(() -> new FileWrites().write(changes))
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("b.txt' has changed; plan again");
    assertThat(tree.contents()).isEqualTo(before);
  }

  @Test
  void M6_a_file_that_came_since_the_plan_is_not_replaced() throws Exception {
    tree.file("a2.txt", "mine\n");
    Map<String, String> before = tree.contents();

    assertThatThrownBy(() -> new FileWrites().write(changes))
        .isInstanceOf(BumpRefusedException.class)
        .hasMessageContaining("a2.txt; plan again");
    assertThat(tree.contents()).isEqualTo(before);
  }

  @Test
  void M6_rights_and_links_stay() throws Exception {
    var rights = PosixFilePermissions.fromString("rw-r-x---");
    Files.setPosixFilePermissions(tree.path("a.txt"), rights);
    Files.move(tree.path("b.txt"), tree.path("real.txt"));
    Files.createSymbolicLink(tree.path("b.txt"), tree.path("real.txt"));

    new FileWrites().write(changes);

    assertThat(Files.getPosixFilePermissions(tree.path("a.txt"))).isEqualTo(rights);
    assertThat(Files.getPosixFilePermissions(tree.path("a2.txt"))).isEqualTo(rights);
    assertThat(Files.isSymbolicLink(tree.path("b.txt"))).isTrue();
    assertThat(tree.text("real.txt")).isEqualTo("B\n");
  }
}
