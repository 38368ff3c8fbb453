package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.List;

/** The members of the objects in a {@code .json} file. */
final class JsonText implements ConfigurationText {
  private static final int DEEPEST = 500;

  private final SourceFile file;
  private final String text;
  private final List<Entry> entries = new ArrayList<>();
  private final int root;
  private int groups;
  private int at;

  /**
   * @throws BumpRefusedException if it is not JSON
   */
  JsonText(SourceFile file) {
    this.file = file;
    this.text = file.text();
    skipBlanks();
    root = at;
    value(0);
    skipBlanks();
    if (at < text.length()) {
      throw broken();
    }
  }

  private void value(int depth) {
    skipBlanks();
    if (depth > DEEPEST) {
      throw broken();
    }
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> scalar();
    }
  }

  private void object(int depth) {
    int group = groups++;
    at++;
    skipBlanks();
    while (peek() != '}') {
      int start = at;
      int place = entries.size();
      string();
      Span key = new Span(start + 1, at - 1);
      skipBlanks();
      expect(':');
      skipBlanks();
      int value = at;
      value(depth + 1);
      String name = text.substring(key.start(), key.end());
      entries.add(place, new Entry(group, name, new Span(start, at), key, new Span(value, at)));
      next('}');
    }
    at++;
  }

  private void array(int depth) {
    at++;
    skipBlanks();
    while (peek() != ']') {
      value(depth + 1);
      next(']');
    }
    at++;
  }

  /** Behind a value: a comma and another one, or the end. */
  private void next(char end) {
    skipBlanks();
    if (peek() == ',') {
      at++;
      skipBlanks();
      if (peek() == end) {
        throw broken();
      }
    } else if (peek() != end) {
      throw broken();
    }
  }

  private void string() {
    expect('"');
    while (peek() != '"') {
      at += peek() == '\\' ? 2 : 1;
    }
    at++;
  }

  private void scalar() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (!text.substring(start, at).matches("true|false|null|-?[0-9][0-9.eE+-]*")) {
      throw broken();
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw broken();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw broken();
    }
    return text.charAt(at);
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private BumpRefusedException broken() {
    return new BumpRefusedException(
        file.at(Math.min(at, text.length())) + " is not valid JSON; correct it, or leave it out");
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public void insertBehind(Entry entry, String copy, Edits edits) {
    edits.insert(entry.whole().end(), "," + before(entry) + copy);
  }

  /** The line break and blanks before a member, or one blank if it shares its line. */
  private String before(Entry entry) {
    int start = entry.whole().start();
    int from = start;
    while (from > 0 && " \t\r\n".indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    String blanks = text.substring(from, start);
    int line = blanks.lastIndexOf('\n');
    return line < 0 ? " " : file.newline(start) + blanks.substring(line + 1);
  }

  @Override
  public void append(String key, int value, Edits edits) {
    if (text.charAt(root) != '{') {
      throw new BumpRefusedException(
          "'" + file.path() + "' is no JSON object; write one, such as {\"Order\": 2}");
    }
    String member = '"' + key + "\": " + value;
    entries.stream()
        .filter(this::isOutermost)
        .reduce((first, second) -> second)
        .ifPresentOrElse(
            last -> insertBehind(last, member, edits), () -> edits.insert(root + 1, member));
  }

  /** Groups are numbered as they begin. */
  @Override
  public boolean isOutermost(Entry entry) {
    return entry.group() == 0 && text.charAt(root) == '{';
  }
}
