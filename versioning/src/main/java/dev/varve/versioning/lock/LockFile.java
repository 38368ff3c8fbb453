package dev.varve.versioning.lock;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a lock file: a block for each function, a line for each part. What was released in
 * two branches merges by itself; what would merge into nonsense is found by the fingerprint.
 */
final class LockFile {
  private static final String FORMAT = "varve lock format ";
  private static final int NEWEST = 1;
  private static final String HEAD =
      """
      # The code of released versions, as fingerprints. Commit this file.
      # A part that changed belongs into a new version, or is accepted with a reason.
      """
          + FORMAT
          + NEWEST
          + "\n";
  private static final String ACCEPTED = "accepted ";

  private LockFile() {}

  static String text(Lock lock) {
    StringBuilder text = new StringBuilder(HEAD);
    for (LockedFunction function : lock.functions()) {
      text.append('\n').append(function.key()).append(' ').append(function.fingerprint());
      text.append('\n');
      for (Part part : function.parts()) {
        text.append("  ").append(part).append('\n');
      }
      for (String reason : function.accepted()) {
        text.append("  ").append(ACCEPTED).append(Literals.quoted(reason)).append('\n');
      }
    }
    return text.toString();
  }

  static Lock parse(String file, String text) {
    return new Reader(file).read(text);
  }

  private static final class Reader {
    private final String file;
    private final List<LockedFunction> functions = new ArrayList<>();
    private final Set<FunctionKey> seen = new HashSet<>();
    private boolean knowsFormat;
    private int line;

    private @Nullable FunctionKey key;
    private String fingerprint = "";
    private int begin;
    private List<Part> parts = new ArrayList<>();
    private List<String> accepted = new ArrayList<>();

    Reader(String file) {
      this.file = file;
    }

    Lock read(String text) {
      for (String content : text.lines().toList()) {
        line++;
        if (content.isBlank() || content.startsWith("#")) {
          continue;
        }
        if (!knowsFormat) {
          readFormat(content);
        } else if (content.startsWith("  ")) {
          readPart(content.strip());
        } else {
          finish();
          readFunction(content);
        }
      }
      finish();
      if (!knowsFormat) {
        throw wrong("is the last, and none says '" + FORMAT + NEWEST + "'");
      }
      return new Lock(functions);
    }

    private void readFormat(String content) {
      if (!content.startsWith(FORMAT)) {
        throw wrong("should say '" + FORMAT + NEWEST + "'; restore it from version control");
      }
      if (!content.equals(FORMAT + NEWEST)) {
        throw wrong("says '" + content + "', and this Varve reads format " + NEWEST + " only");
      }
      knowsFormat = true;
    }

    private void readFunction(String content) {
      String[] words = content.split(" ", -1);
      Optional<FunctionKind> kind =
          Arrays.stream(FunctionKind.values())
              .filter(known -> known.word().equals(words[0]))
              .findFirst();
      if (kind.isEmpty() || words.length != 3 || !words[2].matches("[0-9a-f]{32}")) {
        throw wrong(
            "is no function with its fingerprint: "
                + Literals.quoted(content)
                + "; if a merge left it there, take the block of one side");
      }
      try {
        key = new FunctionKey(kind.get(), FunctionName.parse(words[1]));
      } catch (IllegalArgumentException e) {
        throw wrong("has no function name: " + e.getMessage());
      }
      if (!seen.add(key)) {
        throw wrong("has the " + key + " a second time; keep the block that fits the code");
      }
      fingerprint = words[2];
      begin = line;
    }

    private void readPart(String content) {
      if (key == null) {
        throw wrong("belongs to no function: " + Literals.quoted(content));
      }
      if (content.startsWith(ACCEPTED + "\"") && content.endsWith("\"")) {
        accepted.add(Literals.unquoted(content.substring(ACCEPTED.length())));
        return;
      }
      int space = content.indexOf(' ');
      int equal = content.indexOf(" = ");
      Optional<Part.Kind> kind =
          Arrays.stream(Part.Kind.values())
              .filter(known -> content.startsWith(known.word() + " "))
              .findFirst();
      if (kind.isEmpty() || equal < space + 1) {
        throw wrong("is no part of a function: " + Literals.quoted(content));
      }
      parts.add(
          new Part(
              kind.get(),
              content.substring(space + 1, equal),
              content.substring(equal + " = ".length())));
    }

    private void finish() {
      if (key == null) {
        return;
      }
      if (!LockedFunction.fingerprint(parts).equals(fingerprint)) {
        line = begin;
        throw wrong(
            "has a fingerprint of the "
                + key
                + " that its parts do not give, so they come from two versions of the file or"
                + " were edited; take the whole block of one side, then check again");
      }
      functions.add(new LockedFunction(key, fingerprint, parts, accepted));
      parts = new ArrayList<>();
      accepted = new ArrayList<>();
      key = null;
    }

    private InvalidLockException wrong(String problem) {
      return new InvalidLockException(file, line, problem);
    }
  }
}
