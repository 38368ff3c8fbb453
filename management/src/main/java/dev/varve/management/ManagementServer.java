package dev.varve.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Serves a {@link ManagementApi} on a port, by the server of the JDK with a virtual thread for each
 * request. On the loopback interface unless told otherwise, and nowhere else without an
 * authenticator. Speaks HTTP; put a proxy in front that speaks HTTPS before it leaves a machine.
 * Thread-safe. Closing it lets requests end that are under way, for at most two seconds.
 */
public final class ManagementServer implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final int DRAIN_SECONDS = 2;

  /** The deadline of the thread that serves a request. */
  private static final ThreadLocal<Deadline> DEADLINE = new ThreadLocal<>();

  private final ManagementApi api;
  private final HttpServer server;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final Semaphore connections;
  private final int maxConnections;
  private final Duration clientTimeout;
  private volatile boolean closing;

  private ManagementServer(Builder builder) throws IOException {
    this.api = builder.api;
    this.clientTimeout = builder.clientTimeout;
    this.maxConnections = builder.maxConnections;
    this.connections = new Semaphore(maxConnections);
    this.server = HttpServer.create(new InetSocketAddress(builder.address, builder.port), BACKLOG);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("varve-http-", 0).factory());
    ScheduledThreadPoolExecutor one =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("varve-http-deadlines").factory());
    one.setRemoveOnCancelPolicy(true);
    this.timer = one;
    server.setExecutor(this::serve);
    server.createContext("/", this::answer);
  }

  /** Builds a server of this API. */
  public static Builder builder(ManagementApi api) {
    return new Builder(api);
  }

  /** Where it is reached. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** One request or what may become one; a connection that is refused a thread is closed. */
  private void serve(Runnable exchange) {
    if (!connections.tryAcquire()) {
      throw new RejectedExecutionException("too many connections at once");
    }
    threads.execute(() -> {
      Deadline deadline = new Deadline(timer);
      DEADLINE.set(deadline);
      deadline.begin(clientTimeout);
      try {
        exchange.run();
      } finally {
        deadline.end();
        connections.release();
      }
    });
  }

  private void answer(HttpExchange exchange) throws IOException {
    Deadline deadline = DEADLINE.get();
    try (exchange) {
      ApiRequest request = request(exchange);
      if (!deadline.end()) {
        throw new IOException("the client took too long to send its request");
      }
      ApiResponse answer =
          closing
              ? Refusals.answer(503, "this server is closing").withHeader("Retry-After", "1")
              : api.handle(request);
      deadline.begin(clientTimeout);
      send(exchange, answer, request);
    }
  }

  private ApiRequest request(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new HashMap<>(exchange.getRequestHeaders());
    // One byte more than allowed tells that there is too much.
    byte[] body = exchange.getRequestBody().readNBytes(api.maxBody() + 1);
    return new ApiRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        headers,
        body,
        exchange.getRemoteAddress().getAddress());
  }

  private void send(HttpExchange exchange, ApiResponse answer, ApiRequest request)
      throws IOException {
    answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    if (request.body().length > api.maxBody()) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    boolean none = answer.body().length == 0 || request.method().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), none ? -1 : answer.body().length);
    if (!none) {
      exchange.getResponseBody().write(answer.body());
      // What is left of a body that is too large is waited for at the close.
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      if (connections.tryAcquire(maxConnections, DRAIN_SECONDS, TimeUnit.SECONDS)) {
        connections.release(maxConnections);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
    timer.shutdownNow();
  }

  /** Collects where and how a server listens. Not thread-safe. */
  public static final class Builder {
    private final ManagementApi api;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private Duration clientTimeout = Duration.ofSeconds(20);
    private int maxConnections = 1_000;

    private Builder(ManagementApi api) {
      this.api = api;
    }

    /**
     * Where to listen, other than on the loopback interface. Name the hosts by which the API is
     * reached there with {@link ManagementApi.Builder#allowHost}.
     */
    public Builder bind(InetAddress interfaceAddress) {
      this.address = interfaceAddress;
      return this;
    }

    /** The port; any free one by default. */
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("port " + number + " is out of range; use 0 to 65535");
      }
      this.port = number;
      return this;
    }

    /** How long a client may take to send its request, and to take its answer; 20 seconds. */
    public Builder clientTimeout(Duration time) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException("clientTimeout is " + time + "; give more than zero");
      }
      this.clientTimeout = time;
      return this;
    }

    /** How many requests may be read, worked on or answered at once; 1,000 by default. */
    public Builder maxConnections(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("maxConnections is " + count + "; give 1 or more");
      }
      this.maxConnections = count;
      return this;
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if it would be reached from other machines and the API has no
     *     authenticator
     * @throws UncheckedIOException if it cannot listen there
     */
    public ManagementServer start() {
      if (!address.isLoopbackAddress() && !api.isAuthenticated()) {
        throw new IllegalStateException(
            "this server would listen on "
                + address.getHostAddress()
                + ", where other machines reach it, and the API has no authenticator; give it one,"
                + " such as AccessKeys.of(hub), or listen on the loopback interface");
      }
      try {
        ManagementServer server = new ManagementServer(this);
        server.server.start();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot listen on " + address.getHostAddress() + ":" + port + ": " + e.getMessage(), e);
      }
    }
  }
}
