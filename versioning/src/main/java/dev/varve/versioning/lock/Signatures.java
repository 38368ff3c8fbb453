package dev.varve.versioning.lock;

import java.util.LinkedHashSet;
import java.util.Set;

/** Reads descriptors and generic signatures of types: one type, as a source file writes it. */
final class Signatures {
  private final String signature;
  private final Set<String> classes = new LinkedHashSet<>();
  private int at;

  private Signatures(String signature) {
    this.signature = signature;
  }

  /** The type in the words of the source, without {@code java.lang}. */
  static String source(String signature) {
    return new Signatures(signature).type();
  }

  /** The internal names of all classes in a type, or in several one behind the other. */
  static Set<String> classes(String signature) {
    Signatures reader = new Signatures(signature);
    while (reader.at < signature.length()) {
      reader.type();
    }
    return reader.classes;
  }

  private String type() {
    char kind = signature.charAt(at++);
    return switch (kind) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'D' -> "double";
      case 'F' -> "float";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'S' -> "short";
      case 'V' -> "void";
      case '*' -> "?";
      case '+' -> "? extends " + type();
      case '-' -> "? super " + type();
      case '[' -> type() + "[]";
      case 'T' -> name(";");
      case 'L' -> object();
      default -> throw new IllegalArgumentException("'" + signature + "' is no type");
    };
  }

  private String name(String ends) {
    int begin = at;
    while (ends.indexOf(signature.charAt(at)) < 0) {
      at++;
    }
    String name = signature.substring(begin, at);
    if (signature.charAt(at) == ';') {
      at++;
    }
    return name;
  }

  private String object() {
    int begin = at;
    String name = name("<;");
    StringBuilder text =
        new StringBuilder(SourceNames.type(name).replaceFirst("^java\\.lang\\.(?=[A-Z])", ""));
    if (at == begin + name.length()) {
      text.append(arguments());
      // An inner class of a generic one: its own name follows.
      while (signature.charAt(at++) == '.') {
        String inner = name("<;.");
        name += "$" + inner;
        text.append('.').append(inner);
        if (signature.charAt(at - 1) == ';') {
          break;
        }
        text.append(signature.charAt(at) == '<' ? arguments() : "");
      }
    }
    classes.add(name);
    return text.toString();
  }

  private String arguments() {
    at++;
    StringBuilder text = new StringBuilder("<");
    while (signature.charAt(at) != '>') {
      text.append(text.length() > 1 ? ", " : "").append(type());
    }
    at++;
    return text.append('>').toString();
  }
}
