package dev.varve.management;

import dev.varve.Names;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The API as one function from request to answer, for a {@link ManagementServer} or a service that
 * mounts it. Thread-safe. Never throws: every failure is an answer.
 *
 * <p>What no route allows is refused. A request is let in by its host, its rate, who sends it, its
 * route and the role that needs, and, if it changes something, by where it comes from and what type
 * its body has; in this order. Without an {@link Authenticator} only requests from this machine are
 * answered, and those may do everything.
 */
public final class ManagementApi {
  /** Where the document of this API is found. */
  public static final String DOCUMENT = "/varve/v1/openapi.json";

  private static final Map<String, String> SECURITY =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store");
  private static final Caller LOCAL = new Caller("local", Role.ADMIN);

  private final List<Route> routes;
  private final @Nullable Authenticator authenticator;
  private final boolean readOnly;
  private final BrowserCheck browsers;
  private final Throttle throttle;
  private final Semaphore places;
  private final int maxBody;
  private final @Nullable String publicUri;
  private final boolean trustForwarded;

  private ManagementApi(Builder builder) {
    this.authenticator = builder.authenticator;
    this.readOnly = builder.readOnly;
    this.browsers = new BrowserCheck(Set.copyOf(builder.hosts), Set.copyOf(builder.origins));
    this.throttle = new Throttle(builder.perSecond, builder.atOnce, builder.nanos);
    this.places = new Semaphore(builder.maxConcurrent);
    this.maxBody = builder.maxBody;
    this.publicUri = builder.publicUri;
    this.trustForwarded = builder.trustForwarded;
    List<Route> all = new ArrayList<>();
    builder.sets.forEach(set -> all.addAll(set.routes()));
    OpenApi document = new OpenApi(all, authenticator != null);
    all.add(document.route());
    requireApart(all);
    this.routes = List.copyOf(all);
  }

  private static void requireApart(List<Route> routes) {
    for (int i = 0; i < routes.size(); i++) {
      for (Route other : routes.subList(i + 1, routes.size())) {
        Route route = routes.get(i);
        if (route.method() == other.method() && route.template().overlaps(other.template())) {
          throw new IllegalArgumentException(
              "a request could be meant for " + route + " and for " + other + "; leave one out");
        }
      }
    }
  }

  /** Builds an API. */
  public static Builder builder() {
    return new Builder();
  }

  /** All routes, that of the API's document among them. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * The route that a request would go to, whoever sends it.
   *
   * @param path still encoded, without a query
   * @throws RequestRefusedException if the path could mean another one to somebody else
   */
  public Optional<Route> route(String method, String path) {
    List<String> segments = Encoded.segments(path);
    return routes.stream()
        .filter(route -> route.method().name().equals(method))
        .filter(route -> route.template().match(segments).isPresent())
        .findFirst();
  }

  /** Whether callers have to prove who they are. */
  public boolean isAuthenticated() {
    return authenticator != null;
  }

  /** The most bytes that a body may have. */
  public int maxBody() {
    return maxBody;
  }

  /** Answers a request. */
  public ApiResponse handle(ApiRequest request) {
    ApiResponse answer;
    try {
      answer = admitted(request);
    } catch (RuntimeException | StackOverflowError e) {
      answer = Refusals.answer(request, e);
    }
    return answer.withDefaults(SECURITY);
  }

  private ApiResponse admitted(ApiRequest request) {
    String host = browsers.requireHost(request);
    if (!throttle.admit(request.client().getHostAddress())) {
      throw new RequestRefusedException(429, "too many requests; wait a second").retryAfter(1);
    }
    if (!places.tryAcquire()) {
      throw new RequestRefusedException(503, "too many requests at once; try again soon")
          .retryAfter(1);
    }
    try {
      Caller caller = caller(request);
      String baseUri = baseUri(request, host);
      Map<String, List<String>> query = Encoded.query(request.query());
      ApiCall call = call(request, caller, query, baseUri);
      return call.route().handler().handle(call);
    } finally {
      places.release();
    }
  }

  private Caller caller(ApiRequest request) {
    if (authenticator != null) {
      return authenticator
          .authenticate(request)
          .orElseThrow(() ->
              new RequestRefusedException(
                      401,
                      "no valid key was given; send one in the header x-functions-key, or as"
                          + " 'Authorization: Bearer KEY'; keys in links are not read")
                  .withHeader("WWW-Authenticate", "Bearer"));
    }
    if (!request.client().isLoopbackAddress()) {
      throw new RequestRefusedException(
          403, "this API has no authenticator and answers only programs on its own machine");
    }
    return LOCAL;
  }

  private ApiCall call(
      ApiRequest request, Caller caller, Map<String, List<String>> query, String baseUri) {
    List<String> segments = Encoded.segments(request.path());
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> path = route.template().match(segments);
      if (path.isPresent()) {
        allowed.add(route.method().name());
        if (route.method().name().equals(request.method())) {
          check(route, request, caller, baseUri);
          requireNamed(route, path.get());
          return new ApiCall(route, request, caller, path.get(), query, baseUri);
        }
      }
    }
    if (allowed.isEmpty()) {
      throw new RequestRefusedException(
          404, "there is nothing at '" + Names.printable(request.path()) + "'; see " + DOCUMENT);
    }
    throw new RequestRefusedException(
            405,
            "the method '"
                + Names.printable(request.method())
                + "' does not work here; use "
                + String.join(" or ", allowed))
        .withHeader("Allow", String.join(", ", allowed));
  }

  private void check(Route route, ApiRequest request, Caller caller, String baseUri) {
    if (!caller.role().includes(route.role())) {
      throw new RequestRefusedException(
          403,
          route
              + " needs the role "
              + route.role().word()
              + "; this caller has "
              + caller.role().word());
    }
    if (request.body().length > maxBody) {
      throw new RequestRefusedException(
          413, "the body is larger than the " + maxBody + " bytes that are allowed");
    }
    if (route.method() != Route.Method.GET) {
      browsers.requireOwnOrigin(request, baseUri);
      if (route.body() != Route.Body.RAW) {
        BrowserCheck.requireJson(request);
      }
    }
    if (readOnly && route.changes()) {
      throw new RequestRefusedException(403, "this API is read-only; nothing was changed");
    }
  }

  /** An empty part of a path names nothing; the rest of one may be empty. */
  private static void requireNamed(Route route, Map<String, String> path) {
    path.forEach((name, value) -> {
      if (value.isEmpty() && !route.path().endsWith("{" + name + "...}")) {
        throw new RequestRefusedException(404, "the part '" + name + "' of the path is empty");
      }
    });
  }

  private String baseUri(ApiRequest request, String host) {
    if (publicUri != null) {
      return publicUri;
    }
    if (trustForwarded) {
      String scheme = request.header("X-Forwarded-Proto").orElse("http");
      String forwarded = request.header("X-Forwarded-Host").orElse(host);
      String prefix = request.header("X-Forwarded-Prefix").orElse("");
      return requireBase(scheme + "://" + forwarded + prefix);
    }
    return "http://" + host;
  }

  private static String requireBase(String uri) {
    if (!uri.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,300}(/[A-Za-z0-9._~-]{1,100}){0,20}/?")) {
      throw new IllegalArgumentException(
          "'"
              + Names.printable(uri)
              + "' cannot stand in front of links; give scheme, host and port, such as"
              + " https://orders.example");
    }
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  /** Collects what an API serves and whom. Not thread-safe. */
  public static final class Builder {
    private final List<RouteSet> sets = new ArrayList<>();
    private final Set<String> hosts = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final Set<String> origins = new TreeSet<>();
    private @Nullable Authenticator authenticator;
    private boolean readOnly;
    private int maxBody = 4 * 1024 * 1024;
    private int maxConcurrent = 256;
    private int perSecond = 200;
    private int atOnce = 1_000;
    private LongSupplier nanos = System::nanoTime;
    private @Nullable String publicUri;
    private boolean trustForwarded;

    private Builder() {}

    /** Adds routes. */
    public Builder routes(RouteSet... more) {
      sets.addAll(List.of(more));
      return this;
    }

    /** Who finds out who calls. Without one, only this machine is answered. */
    public Builder authenticator(Authenticator finder) {
      this.authenticator = finder;
      return this;
    }

    /** Refuses everything that could change something. */
    public Builder readOnly() {
      this.readOnly = true;
      return this;
    }

    /**
     * Adds a name by which this API is reached, without a port. The names of the loopback interface
     * are there already. Requests for other hosts are refused.
     */
    public Builder allowHost(String name) {
      hosts.add(name.toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Adds an origin whose pages may change things, besides that of this API.
     *
     * @param origin as browsers send it, such as {@code https://ops.example}
     */
    public Builder allowOrigin(String origin) {
      origins.add(requireBase(origin));
      return this;
    }

    /** The most bytes of a body; 4 MiB by default. */
    public Builder maxBody(int bytes) {
      this.maxBody = requirePositive("maxBody", bytes);
      return this;
    }

    /** How many requests are worked on at once, waiting ones among them; 256 by default. */
    public Builder maxConcurrent(int requests) {
      this.maxConcurrent = requirePositive("maxConcurrent", requests);
      return this;
    }

    /**
     * How often one address may ask; 200 times a second by default, and 1,000 times at once.
     *
     * @param perSecond in the long run
     * @param atOnce after a pause
     */
    public Builder rate(int perSecond, int atOnce) {
      this.perSecond = requirePositive("perSecond", perSecond);
      this.atOnce = requirePositive("atOnce", atOnce);
      return this;
    }

    Builder nanos(LongSupplier clock) {
      this.nanos = clock;
      return this;
    }

    /**
     * What stands in front of all links in answers, if not the host that was asked: the address of
     * a proxy in front. Its host is allowed as well.
     */
    public Builder publicUri(URI uri) {
      this.publicUri = requireBase(uri.toString());
      return allowHost(uri.getHost());
    }

    /**
     * Lets links in answers name the host of {@code X-Forwarded-Host}, {@code X-Forwarded-Proto}
     * and {@code X-Forwarded-Prefix}. Only for an API that none but such a proxy can reach.
     */
    public Builder trustForwardedHeaders() {
      this.trustForwarded = true;
      return this;
    }

    /**
     * The API.
     *
     * @throws IllegalArgumentException if one request could be meant for two routes
     */
    public ManagementApi build() {
      return new ManagementApi(this);
    }

    private static int requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + "; give 1 or more");
      }
      return value;
    }
  }
}
