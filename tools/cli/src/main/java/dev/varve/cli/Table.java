package dev.varve.cli;

import dev.varve.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of words, aligned in columns. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    row((Object[]) headings);
  }

  /** Adds a row with a cell for each heading; what would break the line is escaped. */
  Table row(Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Names.printable(cell.toString())).toList());
    return this;
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(cell).append(" ".repeat(widths[i] - width(cell))).append(GAP);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
