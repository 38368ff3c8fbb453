package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies unified diffs strictly: every line of context has to be there, at the place that is told.
 */
final class Patch {
  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@\n");

  private Patch() {}

  static void apply(String diff, Path directory) throws IOException {
    for (String file : diff.split("(?m)^(?=--- )")) {
      if (!file.isEmpty()) {
        int target = file.indexOf("+++ b/");
        int end = file.indexOf('\n', target);
        Path path = directory.resolve(file.substring(target + "+++ b/".length(), end));
        boolean isNew = file.startsWith("--- /dev/null\n");
        assertThat(Files.exists(path)).isEqualTo(!isNew);
        String before = isNew ? "" : Files.readString(path);
        Files.writeString(path, applied(before, file.substring(end + 1)));
      }
    }
  }

  /** A text with the hunks of a diff. */
  static String applied(String before, String hunks) {
    List<String> old = lines(before);
    List<String> out = new ArrayList<>();
    int at = 0;
    List<String> body = lines(hunks);
    for (int i = 0; i < body.size(); ) {
      Matcher head = HUNK.matcher(body.get(i++));
      assertThat(head.matches()).isTrue();
      int gone = Integer.parseInt(head.group(2));
      int come = Integer.parseInt(head.group(4));
      int start = Integer.parseInt(head.group(1)) - (gone == 0 ? 0 : 1);
      out.addAll(old.subList(at, start));
      at = start;
      assertThat(out.size()).isEqualTo(Integer.parseInt(head.group(3)) - (come == 0 ? 0 : 1));
      while (gone > 0 || come > 0) {
        String line = body.get(i++);
        String text = line.substring(1);
        if (i < body.size() && body.get(i).startsWith("\\ No newline")) {
          text = text.substring(0, text.length() - 1);
          i++;
        }
        if (line.charAt(0) != '+') {
          assertThat(old.get(at++)).isEqualTo(text);
          gone--;
        }
        if (line.charAt(0) != '-') {
          out.add(text);
          come--;
        }
      }
    }
    out.addAll(old.subList(at, old.size()));
    return String.join("", out);
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
  }
}
