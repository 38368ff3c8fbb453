package dev.varve.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that can be asked for: a method on a path, the role it needs, and what it does.
 * Immutable. There is no route without a role.
 */
public final class Route {
  /** The methods that routes have. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** What a request may carry. */
  enum Body {
    NONE,
    JSON,
    RAW
  }

  private final Method method;
  private final PathTemplate path;
  private final Role role;
  private final String summary;
  private final Handler handler;
  private final List<Parameter> query;
  private final Body body;
  private final String bodyText;
  private final SortedMap<Integer, String> answers;
  private final boolean changes;

  private Route(
      Method method,
      PathTemplate path,
      Role role,
      String summary,
      Handler handler,
      List<Parameter> query,
      Body body,
      String bodyText,
      SortedMap<Integer, String> answers,
      boolean changes) {
    this.method = method;
    this.path = path;
    this.role = role;
    this.summary = summary;
    this.handler = handler;
    this.query = query;
    this.body = body;
    this.bodyText = bodyText;
    this.answers = answers;
    this.changes = changes;
  }

  /**
   * A route. Every method but GET is taken to change something.
   *
   * @param path words, {@code {name}} for what varies, {@code {name...}} for all that follows
   * @param role what a caller needs at least
   * @param summary one sentence, for the API's document
   * @throws IllegalArgumentException if the path has another shape
   */
  public static Route of(Method method, String path, Role role, String summary, Handler handler) {
    return new Route(
        java.util.Objects.requireNonNull(method, "method"),
        PathTemplate.parse(path),
        java.util.Objects.requireNonNull(role, "a route needs a role"),
        summary,
        handler,
        List.of(),
        Body.NONE,
        "",
        new TreeMap<>(),
        method != Method.GET);
  }

  /** The same with a parameter in the query. Others are not seen by the handler. */
  public Route query(String name, Parameter.Kind kind, String description) {
    List<Parameter> more = new ArrayList<>(query);
    more.add(new Parameter(name, kind, description));
    return with(List.copyOf(more), body, bodyText, answers, changes);
  }

  /** The same with a body in JSON, which a request may leave out. */
  public Route jsonBody(String description) {
    return with(query, Body.JSON, description, answers, changes);
  }

  /** The same with a body of any type, for what is passed on. */
  public Route rawBody(String description) {
    return with(query, Body.RAW, description, answers, changes);
  }

  /** The same with an answer that it may give, for the API's document. */
  public Route answers(int status, String meaning) {
    SortedMap<Integer, String> more = new TreeMap<>(answers);
    more.put(status, meaning);
    return with(query, body, bodyText, more, changes);
  }

  /** The same, but it changes nothing, whatever its method: it works in read-only mode, too. */
  public Route readsOnly() {
    return with(query, body, bodyText, answers, false);
  }

  private Route with(
      List<Parameter> parameters,
      Body takes,
      String bodyDescription,
      SortedMap<Integer, String> statuses,
      boolean changing) {
    return new Route(
        method,
        path,
        role,
        summary,
        handler,
        parameters,
        takes,
        bodyDescription,
        statuses,
        changing);
  }

  /** Its method. */
  public Method method() {
    return method;
  }

  /** Its path, as it was given. */
  public String path() {
    return path.toString();
  }

  /** What a caller needs at least. */
  public Role role() {
    return role;
  }

  /** Whether it may change something. */
  public boolean changes() {
    return changes;
  }

  /** The parameters in its query. */
  public List<Parameter> parameters() {
    return query;
  }

  /** The answers it may give, apart from what any route may answer. */
  public Map<Integer, String> answers() {
    return java.util.Collections.unmodifiableSortedMap(answers);
  }

  String summary() {
    return summary;
  }

  Handler handler() {
    return handler;
  }

  Body body() {
    return body;
  }

  String bodyText() {
    return bodyText;
  }

  PathTemplate template() {
    return path;
  }

  Optional<Parameter> parameter(String name) {
    return query.stream().filter(parameter -> parameter.name().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
