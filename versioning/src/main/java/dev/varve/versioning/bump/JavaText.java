package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the compiler's tree leaves out of a Java text: comments, gaps, and where names stand. */
final class JavaText {
  private final String text;
  private final List<Piece> pieces = new ArrayList<>();

  enum Kind {
    COMMENT,
    STRING,
    CHARACTER
  }

  /** A comment or a literal, delimiters included. */
  record Piece(Kind kind, int start, int end) {}

  JavaText(String text) {
    this.text = text;
    int at = 0;
    while (at < text.length()) {
      Piece piece = pieceAt(at);
      if (piece == null) {
        at++;
      } else {
        pieces.add(piece);
        at = piece.end;
      }
    }
  }

  private @Nullable Piece pieceAt(int at) {
    if (text.startsWith("//", at)) {
      return new Piece(Kind.COMMENT, at, lineEnd(at));
    }
    if (text.startsWith("/*", at)) {
      return new Piece(Kind.COMMENT, at, behind("*/", at + 2));
    }
    if (text.startsWith("\"\"\"", at)) {
      return new Piece(Kind.STRING, at, behindQuoted("\"\"\"", at + 3));
    }
    if (text.charAt(at) == '"') {
      return new Piece(Kind.STRING, at, behindQuoted("\"", at + 1));
    }
    return text.charAt(at) == '\''
        ? new Piece(Kind.CHARACTER, at, behindQuoted("'", at + 1))
        : null;
  }

  private int behind(String delimiter, int from) {
    int found = text.indexOf(delimiter, from);
    return found < 0 ? text.length() : found + delimiter.length();
  }

  private int behindQuoted(String delimiter, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.startsWith(delimiter, i)) {
        return i + delimiter.length();
      }
    }
    return text.length();
  }

  /** Where the line of an offset ends, before its line break. */
  int lineEnd(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private int lineStart(int from) {
    int start = from;
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    return start;
  }

  /** Comments and literals inside a part. */
  List<Piece> pieces(int from, int to) {
    return pieces.stream().filter(piece -> piece.start >= from && piece.end <= to).toList();
  }

  /** The first offset from here on that is neither blank nor in a comment. */
  int code(int from) {
    int at = from;
    while (at < text.length()) {
      int here = at;
      Piece comment = commentFrom(here);
      if (comment != null) {
        at = comment.end;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private @Nullable Piece commentFrom(int at) {
    for (Piece piece : pieces) {
      if (piece.start == at && piece.kind == Kind.COMMENT) {
        return piece;
      }
    }
    return null;
  }

  /** Where an identifier stands as a word of the code, or -1. */
  int identifier(String name, int from, int to) {
    int at = text.indexOf(name, from);
    while (at >= 0 && at + name.length() <= to) {
      if (isWord(at, at + name.length()) && !inPiece(at)) {
        return at;
      }
      at = text.indexOf(name, at + 1);
    }
    return -1;
  }

  private boolean isWord(int start, int end) {
    return (start == 0 || !Character.isJavaIdentifierPart(text.codePointBefore(start)))
        && (end == text.length() || !Character.isJavaIdentifierPart(text.codePointAt(end)));
  }

  private boolean inPiece(int at) {
    return pieces.stream().anyMatch(piece -> piece.start <= at && at < piece.end);
  }

  /** Where a declaration begins together with the comments that stand right above it. */
  int withComments(int declaration) {
    int start = declaration;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      if (piece.end > start) {
        continue;
      }
      String gap = text.substring(piece.end, start);
      boolean above = gap.isBlank() && gap.chars().filter(c -> c == '\n').count() == 1;
      if (piece.kind != Kind.COMMENT || !above || !indentation(piece.start).isPresent()) {
        break;
      }
      start = piece.start;
    }
    return start;
  }

  /** The blanks between the start of a line and an offset, if there is nothing else. */
  Optional<String> indentation(int at) {
    String before = text.substring(lineStart(at), at);
    return before.isBlank() ? Optional.of(before) : Optional.empty();
  }

  /** Whether only blanks and comments stand between an offset and the end of its line. */
  boolean endsLine(int from) {
    int at = from;
    int end = lineEnd(from);
    while (at < end) {
      Piece comment = commentFrom(at);
      if (comment != null && comment.end <= end) {
        at = comment.end;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return false;
      }
    }
    return true;
  }
}
