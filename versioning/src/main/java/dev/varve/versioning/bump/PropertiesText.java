package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.List;

/** The entries of a {@code .properties} file, continued lines included. */
final class PropertiesText implements ConfigurationText {
  private final SourceFile file;
  private final String text;
  private final List<Entry> entries = new ArrayList<>();

  PropertiesText(SourceFile file) {
    this.file = file;
    this.text = file.text();
    int at = 0;
    while (at < text.length()) {
      int start = skipBlanks(at);
      if (start == text.length() || isLineBreak(start)) {
        at = start + 1;
      } else if (text.charAt(start) == '#' || text.charAt(start) == '!') {
        at = lineEnd(start) + 1;
      } else {
        int end = entryEnd(start);
        entries.add(entry(start, end));
        at = end + 1;
      }
    }
  }

  private Entry entry(int start, int end) {
    int keyEnd = start;
    while (keyEnd < end && "=: \t\f".indexOf(text.charAt(keyEnd)) < 0) {
      keyEnd += text.charAt(keyEnd) == '\\' ? 2 : 1;
    }
    keyEnd = Math.min(keyEnd, end);
    int value = Math.min(skipBlanks(keyEnd), end);
    if (value < end && (text.charAt(value) == '=' || text.charAt(value) == ':')) {
      value = Math.min(skipBlanks(value + 1), end);
    }
    String key = text.substring(start, keyEnd);
    return new Entry(0, key, new Span(start, end), new Span(start, keyEnd), new Span(value, end));
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private boolean isLineBreak(int at) {
    return text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < text.length() && !isLineBreak(at)) {
      at++;
    }
    return at;
  }

  /** The end of the last line of an entry: a line that ends with a backslash goes on. */
  private int entryEnd(int start) {
    int end = lineEnd(start);
    while (end < text.length() && isContinued(start, end)) {
      int next = text.startsWith("\r\n", end) ? end + 2 : end + 1;
      end = lineEnd(next);
    }
    return end;
  }

  private boolean isContinued(int start, int end) {
    int backslashes = 0;
    while (end - backslashes > start && text.charAt(end - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public void insertBehind(Entry entry, String copy, Edits edits) {
    edits.insert(entry.whole().end(), file.newline(entry.whole().end()) + copy);
  }

  @Override
  public void append(String key, int value, Edits edits) {
    String newline = file.newline(text.length());
    boolean ended = text.isEmpty() || isLineBreak(text.length() - 1);
    edits.insert(text.length(), (ended ? "" : newline) + key + "=" + value + newline);
  }

  @Override
  public boolean isOutermost(Entry entry) {
    return true;
  }
}
