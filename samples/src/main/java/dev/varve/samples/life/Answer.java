package dev.varve.samples.life;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a command of {@code varve} ended with and printed. */
record Answer(int exitCode, String text) {
  private static final Pattern GAP = Pattern.compile(" {2,}");

  /** The exit code, and a phrase that is to be in the text; without it, the text. */
  String saying(String phrase) {
    return "exit " + exitCode + ", " + (text.contains(phrase) ? phrase : "not so: " + text);
  }

  /** The exit code, and how many lines there are with a phrase. */
  String counting(String phrase) {
    return "exit "
        + exitCode
        + ", "
        + text.lines().filter(line -> line.contains(phrase)).count()
        + " "
        + phrase;
  }

  /** What stands behind a label, in single quotes; empty if nothing does. */
  String quotedBehind(String label) {
    Matcher found = Pattern.compile(Pattern.quote(label) + "[^'\n]*'([^'\n]*)'").matcher(text);
    return found.find() ? found.group(1) : "";
  }

  /** The cells of a table below a heading, each with how often it is there. */
  String counted(String heading) {
    Map<String, Long> counts =
        cells(heading).stream()
            .collect(Collectors.groupingBy(cell -> cell, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private List<String> cells(String heading) {
    List<List<String>> rows = text.lines().map(line -> Arrays.asList(GAP.split(line, -1))).toList();
    int column = rows.isEmpty() ? -1 : rows.getFirst().indexOf(heading);
    if (column < 0) {
      throw new IllegalStateException("there is no column " + heading + " in: " + text);
    }
    return rows.stream().skip(1).map(row -> row.get(column)).toList();
  }
}
