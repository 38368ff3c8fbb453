package dev.varve.hostjson;

import dev.varve.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of Durable Task in a {@code host.json}, the file that configures an Azure Functions
 * application. Immutable.
 *
 * <p>They are a section of the file: {@code extensions.durableTask} as in version 2.0, or {@code
 * durableTask} at the top as in version 1.x. A file with both is refused; in one with neither,
 * nothing is set. All else in the file is passed over. As in Azure Functions, the case of names
 * does not matter, and comments and trailing commas are allowed.
 *
 * <p>A setting is found by its path below the section, such as {@code
 * storageProvider.connectionName}.
 */
public final class HostJson {
  private static final String ROOT = "";
  private static final String EXTENSIONS = "extensions";
  private static final String SECTION = "durableTask";
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final int SHOWN = 40;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A value and where it stands in the file. */
  private record Found(String path, JsonNode value) {}

  private final String file;
  private final Found section;

  private HostJson(String file, Found section) {
    this.file = file;
    this.section = section;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidHostJsonException if it is missing or unreadable, no JSON object, or has the
   *     section in both places
   */
  public static HostJson read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidHostJsonException(
          file.toString(), "there is no file " + file.toAbsolutePath() + "; create it", e);
    } catch (IOException e) {
      throw new InvalidHostJsonException(
          file.toString(),
          "reading " + file.toAbsolutePath() + " failed with " + e + "; make it readable, in UTF-8",
          e);
    }
  }

  /**
   * Reads a text.
   *
   * @param file where it comes from, for messages
   * @throws InvalidHostJsonException if it is no JSON object, or has the section in both places
   */
  public static HostJson parse(String file, String text) {
    Found root = new Found(ROOT, tree(file, text));
    if (!root.value().isObject()) {
      throw new InvalidHostJsonException(
          file, "it is no JSON object; write one, such as {\"version\": \"2.0\"}", null);
    }
    Optional<Found> later =
        step(file, root, EXTENSIONS).flatMap(found -> step(file, found, SECTION));
    Optional<Found> earlier = step(file, root, SECTION);
    if (later.isPresent() && earlier.isPresent()) {
      throw new InvalidHostJsonException(
          file,
          "it has both '%s' and '%s'; keep the first for version 2.0, the second for version 1.x"
              .formatted(later.get().path(), earlier.get().path()),
          null);
    }
    Found none = new Found(EXTENSIONS + "." + SECTION, MAPPER.createObjectNode());
    return new HostJson(file, later.or(() -> earlier).orElse(none));
  }

  private static JsonNode tree(String file, String text) {
    try {
      return MAPPER.readTree(
          text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text);
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new InvalidHostJsonException(
          file,
          "it is not valid JSON: "
              + Names.printable(e.getOriginalMessage().lines().findFirst().orElse(""))
              + where
              + "; correct it",
          e);
    }
  }

  /**
   * A setting that is a text.
   *
   * @throws InvalidHostJsonException if there is something else, or only white space
   */
  public Optional<String> text(String path) {
    Optional<Found> found = find(path);
    found.ifPresent(setting -> {
      if (!setting.value().isString() || setting.value().stringValue().isBlank()) {
        throw wrong(setting, "no text; write one in quotes, or leave it out");
      }
    });
    return found.map(setting -> setting.value().stringValue());
  }

  /**
   * A setting that is a whole number from 0 to 2147483647. As in Azure Functions it may be in
   * quotes.
   *
   * @throws InvalidHostJsonException if there is something else
   */
  public OptionalInt wholeNumber(String path) {
    Optional<Found> found = find(path);
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    JsonNode value = found.get().value();
    String digits = value.isString() ? value.stringValue() : value.toString();
    if (!WHOLE.matcher(digits).matches() || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw wrong(
          found.get(),
          "no whole number from 0 to " + Integer.MAX_VALUE + "; write it like 2, or leave it out");
    }
    return OptionalInt.of(Integer.parseInt(digits));
  }

  /**
   * The names of the settings inside of an object, as they are written; none if there is no such
   * object.
   *
   * @param path of the object; an empty one stands for the whole section
   * @throws InvalidHostJsonException if there is something else
   */
  public List<String> names(String path) {
    Optional<Found> found = path.isEmpty() ? Optional.of(section) : find(path);
    found.ifPresent(setting -> requireObject(file, setting));
    return found.map(setting -> List.copyOf(setting.value().propertyNames())).orElse(List.of());
  }

  /** Where a setting stands in this file, or would: its path from the top. For messages. */
  public String where(String path) {
    return find(path).map(Found::path).orElse(section.path() + "." + path);
  }

  private Optional<Found> find(String path) {
    Optional<Found> found = Optional.of(section);
    for (String name : path.split("\\.", -1)) {
      found = found.flatMap(outer -> step(file, outer, name));
    }
    return found;
  }

  /** One name further; Azure Functions takes names in any case, so two that differ by it clash. */
  private static Optional<Found> step(String file, Found outer, String name) {
    requireObject(file, outer);
    List<Map.Entry<String, JsonNode>> found =
        outer.value().properties().stream()
            .filter(property -> property.getKey().equalsIgnoreCase(name))
            .toList();
    if (found.size() > 1) {
      throw new InvalidHostJsonException(
          file,
          "'%s' and '%s' are the same name in another case; keep one"
              .formatted(
                  inside(outer, found.get(0).getKey()), inside(outer, found.get(1).getKey())),
          null);
    }
    return found.stream()
        .findFirst()
        .map(property -> new Found(inside(outer, property.getKey()), property.getValue()));
  }

  private static void requireObject(String file, Found found) {
    if (!found.value().isObject()) {
      throw wrong(file, found, "no object; write one, such as {}, or leave it out");
    }
  }

  private static String inside(Found outer, String name) {
    return outer.path().equals(ROOT) ? name : outer.path() + "." + name;
  }

  private InvalidHostJsonException wrong(Found found, String what) {
    return wrong(file, found, what);
  }

  private static InvalidHostJsonException wrong(String file, Found found, String what) {
    String value = found.value().toString();
    String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    return new InvalidHostJsonException(
        file, "'%s' is %s, %s".formatted(found.path(), Names.printable(shown), what), null);
  }
}
