package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** M6: the diff of a dry run says exactly what a run would do. */
final class UnifiedDiffTest {
  @Test
  void M6_a_diff_has_three_lines_of_context_and_the_right_ranges() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n";
    String after = before.replace("4\n5", "4\nnew\n5").replace("16\n", "");

    assertThat(UnifiedDiff.of("a/F.java", false, before, after))
        .isEqualTo(
            """
            --- a/a/F.java
            +++ b/a/F.java
            @@ -2,6 +2,7 @@
             2
             3
             4
            +new
             5
             6
             7
            @@ -13,6 +14,5 @@
             13
             14
             15
            -16
             17
             18
            """);
  }

  @Test
  void M6_a_diff_tells_of_new_files_line_breaks_and_missing_last_ones() {
    assertThat(UnifiedDiff.of("F", true, "", "a\nb"))
        .isEqualTo(
            "--- /dev/null\n+++ b/F\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n");
    assertThat(UnifiedDiff.of("F", false, "a\r\nb\n", "a\nb\n"))
        .isEqualTo("--- a/F\n+++ b/F\n@@ -1,2 +1,2 @@\n-a\r\n+a\n b\n");
    assertThat(UnifiedDiff.of("F", false, "a\n", "a\n")).isEmpty();
  }

  @Test
  void M6_any_diff_applied_gives_the_text_it_was_made_for() {
    Random random = new Random(4);
    for (int round = 0; round < 2_000; round++) {
      String before = text(random, random.nextInt(40));
      String after =
          random.nextBoolean() ? text(random, random.nextInt(40)) : edited(before, random);
      String diff = UnifiedDiff.of("F", false, before, after);

      String hunks = diff.substring(diff.indexOf('\n', diff.indexOf("+++") + 1) + 1);
      assertThat(Patch.applied(before, hunks)).isEqualTo(after);
    }
  }

  private static String text(Random random, int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append((char) ('a' + random.nextInt(4))).append(random.nextInt(9) == 0 ? "\r\n" : "\n");
    }
    return random.nextInt(4) == 0 ? text + "end" : text.toString();
  }

  private static String edited(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
    for (int i = random.nextInt(4); i >= 0; i--) {
      lines.add(random.nextInt(lines.size()), "new " + i + "\n");
    }
    return String.join("", lines);
  }
}
