package dev.varve.management;

import dev.varve.Names;
import dev.varve.RawJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request that was let in, as its route reads it. Values that do not fit are {@link
 * RequestRefusedException}s (400) that name them.
 */
public final class ApiCall {
  private final Route route;
  private final ApiRequest request;
  private final Caller caller;
  private final Map<String, String> path;
  private final Map<String, List<String>> query;
  private final String baseUri;

  ApiCall(
      Route route,
      ApiRequest request,
      Caller caller,
      Map<String, String> path,
      Map<String, List<String>> query,
      String baseUri) {
    this.route = route;
    this.request = request;
    this.caller = caller;
    this.path = path;
    this.query = query;
    this.baseUri = baseUri;
  }

  Route route() {
    return route;
  }

  /** The request, as it came. */
  public ApiRequest request() {
    return request;
  }

  /** Who calls. */
  public Caller caller() {
    return caller;
  }

  /** Whether the caller may do what needs this role. */
  public boolean may(Role role) {
    return caller.role().includes(role);
  }

  /** Scheme, host and port by which the caller reaches this API, without a slash at the end. */
  public String baseUri() {
    return baseUri;
  }

  /** A text as one part of a path or query of a link. */
  public static String encode(String text) {
    return Encoded.encode(text);
  }

  /** Whether the route's path has such a part. */
  public boolean hasPath(String name) {
    return path.containsKey(name);
  }

  /**
   * What varies in the path, decoded.
   *
   * @throws IllegalStateException if the route's path has no such part
   */
  public String path(String name) {
    return Encoded.decode("the path", rawPath(name), false);
  }

  /**
   * What varies in the path, still encoded.
   *
   * @throws IllegalStateException if the route's path has no such part
   */
  public String rawPath(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the path of " + route + " has no part '" + name + "'");
    }
    return value;
  }

  /** A parameter of the query; empty if it was not sent, or without a value. */
  public Optional<String> text(String name) {
    return value(name, Parameter.Kind.TEXT);
  }

  /** A whole number of the query. */
  public OptionalLong number(String name) {
    Optional<String> value = value(name, Parameter.Kind.NUMBER);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.get().matches("-?[0-9]{1,18}")) {
      throw wrong(name, value.get(), "a whole number");
    }
    return OptionalLong.of(Long.parseLong(value.get()));
  }

  /**
   * A whole number of the query.
   *
   * @param otherwise what holds if it was not sent
   */
  public int number(String name, int otherwise, int least, int most) {
    long number = number(name).orElse(otherwise);
    if (number < least || number > most) {
      throw wrong(name, Long.toString(number), least + " to " + most);
    }
    return (int) number;
  }

  /** A flag of the query. */
  public boolean flag(String name, boolean otherwise) {
    Optional<String> value = value(name, Parameter.Kind.FLAG);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get().equalsIgnoreCase("true")) {
      return true;
    }
    if (value.get().equalsIgnoreCase("false")) {
      return false;
    }
    throw wrong(name, value.get(), "true or false");
  }

  /** A point in time of the query. */
  public Optional<Instant> time(String name) {
    return value(name, Parameter.Kind.TIME)
        .map(text -> {
          try {
            // A plus sign that was not encoded has become a blank.
            return Names.requireTime(
                name, OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
          } catch (DateTimeParseException e) {
            throw wrong(name, text, "a time such as 2026-11-01T00:00:00Z");
          }
        });
  }

  /** Words of the query, in order; none if it was not sent. */
  public List<String> words(String name) {
    return value(name, Parameter.Kind.WORDS)
        .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
        .orElse(List.of());
  }

  private Optional<String> value(String name, Parameter.Kind kind) {
    if (route.parameter(name).filter(parameter -> parameter.kind() == kind).isEmpty()) {
      throw new IllegalStateException(route + " declares no parameter '" + name + "' of " + kind);
    }
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new RequestRefusedException(
          400, "the parameter '" + name + "' was sent " + values.size() + " times; send it once");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  private static RequestRefusedException wrong(String name, String value, String wanted) {
    return new RequestRefusedException(
        400, "the parameter '" + name + "' is '" + Names.printable(value) + "'; give " + wanted);
  }

  /**
   * The JSON value in the body, as it was sent; empty if there is no body.
   *
   * @throws IllegalStateException if the route takes none
   */
  public Optional<String> json() {
    if (route.body() != Route.Body.JSON) {
      throw new IllegalStateException(route + " takes no JSON");
    }
    if (request.body().length == 0) {
      return Optional.empty();
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
      return Optional.of(RawJson.require("the body", text));
    } catch (CharacterCodingException e) {
      throw new RequestRefusedException(400, "the body is not UTF-8; send JSON in UTF-8");
    }
  }
}
