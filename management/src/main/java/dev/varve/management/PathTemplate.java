package dev.varve.management;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of a path: {@code /instances/{id}}, with {@code {rest...}} at its end for all that
 * follows. Literal parts are compared as they were sent, so no encoding of one is another way to
 * it.
 */
final class PathTemplate {
  private final String text;
  private final List<Part> parts;

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record One(String name) implements Part {}

    record Rest(String name) implements Part {}
  }

  private PathTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  static PathTemplate parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("the path '" + text + "' does not begin with a slash");
    }
    List<Part> parts = new ArrayList<>();
    for (String part : text.substring(1).split("/", -1)) {
      parts.add(part(part, text));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.Rest && i < parts.size() - 1) {
        throw new IllegalArgumentException("in '" + text + "' something follows the rest");
      }
      name(parts.get(i))
          .filter(name -> !names.add(name))
          .ifPresent(twice -> {
            throw new IllegalArgumentException("'" + text + "' names '" + twice + "' twice");
          });
    }
    return new PathTemplate(text, List.copyOf(parts));
  }

  private static Part part(String part, String text) {
    if (part.matches("[A-Za-z0-9._-]+") && !part.startsWith(".")) {
      return new Part.Literal(part);
    }
    if (part.matches("\\{[A-Za-z]+}")) {
      return new Part.One(part.substring(1, part.length() - 1));
    }
    if (part.matches("\\{[A-Za-z]+\\.\\.\\.}")) {
      return new Part.Rest(part.substring(1, part.length() - 4));
    }
    throw new IllegalArgumentException(
        "'" + part + "' in the path '" + text + "' is neither a word, nor {name}, nor {name...}");
  }

  private static Optional<String> name(Part part) {
    return switch (part) {
      case Part.Literal literal -> Optional.empty();
      case Part.One one -> Optional.of(one.name());
      case Part.Rest rest -> Optional.of(rest.name());
    };
  }

  /** The names of what varies, in order. */
  List<String> names() {
    return parts.stream().flatMap(part -> name(part).stream()).toList();
  }

  /**
   * What varies, still encoded, if a path has this shape.
   *
   * @param segments the path, cut at its slashes
   */
  Optional<Map<String, String>> match(List<String> segments) {
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i >= segments.size()) {
        return Optional.empty();
      }
      switch (parts.get(i)) {
        case Part.Literal literal -> {
          if (!literal.text().equals(segments.get(i))) {
            return Optional.empty();
          }
        }
        case Part.One one -> found.put(one.name(), segments.get(i));
        case Part.Rest rest -> {
          found.put(rest.name(), String.join("/", segments.subList(i, segments.size())));
          return Optional.of(found);
        }
      }
    }
    return segments.size() == parts.size() ? Optional.of(found) : Optional.empty();
  }

  /** Whether some path has both shapes. */
  boolean overlaps(PathTemplate other) {
    for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
      Part mine = parts.get(i);
      Part its = other.parts.get(i);
      if (mine instanceof Part.Rest || its instanceof Part.Rest) {
        return true;
      }
      if (mine instanceof Part.Literal && its instanceof Part.Literal && !mine.equals(its)) {
        return false;
      }
    }
    return parts.size() == other.parts.size();
  }

  /** As OpenAPI writes it. */
  String openApi() {
    return text.replace("...}", "}");
  }

  @Override
  public String toString() {
    return text;
  }
}
