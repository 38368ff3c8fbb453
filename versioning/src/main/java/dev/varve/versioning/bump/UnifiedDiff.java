package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A unified diff, as {@code patch -p1} and {@code git apply} read it. Lines are compared with their
 * line breaks, so a change of those is one of the line. The lines that stay are found by Myers'
 * algorithm, so the diff is as short as can be.
 */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;

  private UnifiedDiff(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
  }

  /** The diff of one file; empty if nothing differs. */
  static String of(String path, boolean isNew, String before, String after) {
    List<Step> steps = new UnifiedDiff(before, after).steps();
    String body = body(steps);
    return body.isEmpty()
        ? ""
        : "--- " + (isNew ? "/dev/null" : "a/" + path) + "\n+++ b/" + path + "\n" + body;
  }

  /** A line that stays (' '), goes ('-') or comes ('+'). */
  private record Step(char sign, String line) {}

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end + 1));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  private List<Step> steps() {
    if (before.isEmpty()) {
      return after.stream().map(line -> new Step('+', line)).toList();
    }
    List<int[]> trace = trace();
    List<Step> back = new ArrayList<>();
    int x = before.size();
    int y = after.size();
    for (int d = trace.size() - 1; d > 0; d--) {
      int[] far = trace.get(d - 1);
      int k = x - y;
      boolean down = k == -d || (k != d && far[index(k - 1, d)] < far[index(k + 1, d)]);
      int from = down ? k + 1 : k - 1;
      int fromX = far[index(from, d)];
      int fromY = fromX - from;
      while (x > fromX + (down ? 0 : 1) && y > fromY + (down ? 1 : 0)) {
        back.add(new Step(' ', before.get(--x)));
        y--;
      }
      back.add(down ? new Step('+', after.get(--y)) : new Step('-', before.get(--x)));
    }
    while (x > 0) {
      back.add(new Step(' ', before.get(--x)));
    }
    Collections.reverse(back);
    return back;
  }

  /** For each number of changes, how far each diagonal gets; the last one gets to the end. */
  private List<int[]> trace() {
    List<int[]> trace = new ArrayList<>();
    for (int d = 0; ; d++) {
      int[] far = new int[2 * d + 3];
      for (int k = -d; k <= d; k += 2) {
        int x = d == 0 ? 0 : start(trace.get(d - 1), k, d);
        while (x < before.size()
            && x - k < after.size()
            && x - k >= 0
            && before.get(x).equals(after.get(x - k))) {
          x++;
        }
        far[index(k, d + 1)] = x;
        if (x >= before.size() && x - k >= after.size()) {
          trace.add(far);
          return trace;
        }
      }
      trace.add(far);
    }
  }

  private static int start(int[] far, int k, int d) {
    boolean down = k == -d || (k != d && far[index(k - 1, d)] < far[index(k + 1, d)]);
    return down ? far[index(k + 1, d)] : far[index(k - 1, d)] + 1;
  }

  /** Where diagonal k stands in what was recorded with d - 1 changes. */
  private static int index(int k, int d) {
    return k + d;
  }

  private static String body(List<Step> steps) {
    StringBuilder out = new StringBuilder();
    int[] position = {0, 0};
    int at = 0;
    while (at < steps.size()) {
      int change = at;
      while (change < steps.size() && steps.get(change).sign == ' ') {
        change++;
      }
      if (change == steps.size()) {
        break;
      }
      int from = Math.max(at, change - CONTEXT);
      advance(position, steps.subList(at, from));
      int to = hunkEnd(steps, change);
      hunk(out, position, steps.subList(from, to));
      at = to;
    }
    return out.toString();
  }

  /** Changes with at most twice the context between them share a hunk. */
  private static int hunkEnd(List<Step> steps, int change) {
    int last = change;
    for (int i = change; i < steps.size() && i - last <= 2 * CONTEXT + 1; i++) {
      last = steps.get(i).sign == ' ' ? last : i;
    }
    return Math.min(steps.size(), last + 1 + CONTEXT);
  }

  private static void hunk(StringBuilder out, int[] position, List<Step> steps) {
    int[] start = position.clone();
    advance(position, steps);
    int gone = position[0] - start[0];
    int come = position[1] - start[1];
    out.append("@@ -").append(range(start[0], gone));
    out.append(" +").append(range(start[1], come)).append(" @@\n");
    for (Step step : steps) {
      out.append(step.sign).append(step.line);
      if (!step.line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }

  /** Lines are counted from 1; an empty range stands behind the line before it. */
  private static String range(int start, int length) {
    return (length == 0 ? start : start + 1) + "," + length;
  }

  private static void advance(int[] position, List<Step> steps) {
    for (Step step : steps) {
      position[0] += step.sign == '+' ? 0 : 1;
      position[1] += step.sign == '-' ? 0 : 1;
    }
  }
}
