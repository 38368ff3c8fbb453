package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.InMemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server on a port, with clients that mean no good. */
@Timeout(60)
class ServerTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final int SLOW_CLIENTS = 60;

  @Test
  void SEC5_it_listens_on_the_loopback_interface_unless_told_otherwise() throws Exception {
    try (TestApi api = TestApi.inMemory();
        ManagementServer server = ManagementServer.builder(api.api).start()) {
      assertThat(InetAddress.getByName(server.uri().getHost().replaceAll("[\\[\\]]", "")))
          .matches(InetAddress::isLoopbackAddress);
      assertThat(get(server, "/varve/v1/hubs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void SEC5_it_listens_nowhere_else_without_an_authenticator() throws Exception {
    InetAddress anywhere = InetAddress.getByName("0.0.0.0");
    try (TestApi open = TestApi.inMemory();
        TestApi closed = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD))) {
      assertThatThrownBy(() -> ManagementServer.builder(open.api).bind(anywhere).start())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("0.0.0.0")
          .hasMessageContaining("authenticator");
      try (ManagementServer server = ManagementServer.builder(closed.api).bind(anywhere).start()) {
        URI hubs = URI.create("http://127.0.0.1:" + server.port() + "/varve/v1/hubs");
        assertThat(client().send(HttpRequest.newBuilder(hubs).build(), BodyHandlers.ofString()))
            .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(401));
      }
    }
  }

  @Test
  void SEC5_an_open_api_answers_only_its_own_machine_wherever_it_is_mounted()
      throws UnknownHostException {
    try (TestApi open = TestApi.inMemory()) {
      ApiRequest far =
          new ApiRequest(
              "GET",
              "/varve/v1/hubs",
              java.util.Map.of("Host", List.of("localhost")),
              new byte[0],
              InetAddress.getByName("192.0.2.1"));
      assertThat(open.api.handle(far).status()).isEqualTo(403);
    }
  }

  @Test
  void a_port_that_is_taken_is_named() throws Exception {
    try (TestApi api = TestApi.inMemory();
        ManagementServer server = ManagementServer.builder(api.api).start()) {
      assertThatThrownBy(() -> ManagementServer.builder(api.api).port(server.port()).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(Integer.toString(server.port()));
    }
  }

  @Test
  void the_whole_life_of_an_instance_works_over_the_wire() throws Exception {
    try (TestApi api = TestApi.inMemory().working();
        ManagementServer server = ManagementServer.builder(api.api).start()) {
      HttpResponse<String> started = post(server, BASE + "/orchestrators/Waiting", "{\"a\":1}");
      assertThat(started.statusCode()).isEqualTo(202);
      String status = started.headers().firstValue("Location").orElseThrow();
      HttpResponse<String> running = get(status);
      assertThat(running.statusCode()).isEqualTo(202);
      assertThat(running.headers().firstValue("Retry-After")).contains("5");
      String event = status.replace("?", "/raiseEvent/go?");
      assertThat(
              client()
                  .send(json(URI.create(event), "\"gr\u00fcn\""), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(202);
      TestApi.until("ended", () -> get(status).statusCode() == 200);
      assertThat(get(status).body()).contains("\"output\":\"gr\u00fcn\"");
    }
  }

  @Test
  void SEC6_targets_that_mean_another_path_are_refused_on_the_wire() throws Exception {
    try (TestApi api = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD));
        ManagementServer server = ManagementServer.builder(api.api).start()) {
      for (String target :
          List.of(
              "//runtime/varve/v1/hubs",
              "//varve/v1/hubs",
              "http://localhost/varve/v1/hubs",
              "http://evil/varve/v1/hubs",
              "/x/../varve/v1/hubs",
              "/varve/v1//hubs",
              "/varve/v1/hubs/",
              "/varve/v1/hubs;x",
              "/varve/v1/%68ubs",
              "*",
              "/varve/v1/hubs%00",
              "varve/v1/hubs",
              "/VARVE/v1/hubs",
              "/varve\\v1\\hubs")) {
        String answer = raw(server, "GET " + target + " HTTP/1.1", "x-role: read");
        assertThat(answer).as(target).doesNotContain("200 OK").doesNotContain("orders");
      }
      assertThat(raw(server, "GET /varve/v1/hubs HTTP/1.1", "x-role: read")).contains("200 OK");
      assertThat(
              raw(
                  server,
                  "POST /varve/v1/hubs HTTP/1.1",
                  "x-role: read",
                  "Content-Length: 1",
                  "Transfer-Encoding: chunked"))
          .contains("400");
      assertThat(raw(server, "GET /varve/v1/hubs HTTP/1.1", "x-role: read", "X-Role: admin"))
          .contains("400");
    }
  }

  @Test
  void SEC13_clients_that_send_slowly_are_cut_off_and_hinder_nobody() throws Exception {
    try (TestApi api = TestApi.inMemory();
        ManagementServer server =
            ManagementServer.builder(api.api).clientTimeout(SHORT).maxConnections(100).start()) {
      List<Socket> slow = new ArrayList<>();
      CountDownLatch cut = new CountDownLatch(SLOW_CLIENTS);
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        String begun =
            switch (i % 3) {
              case 0 -> "GET /varve/v1/hu";
              case 1 -> "GET /varve/v1/hubs HTTP/1.1\r\nHost: localhost\r\nX-A: ";
              default ->
                  "POST "
                      + BASE
                      + "/orchestrators/Echo HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
            };
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(() -> drip(socket, cut));
      }
      // Others are answered all the while.
      long slowest = 0;
      while (cut.getCount() > 0) {
        long before = System.nanoTime();
        assertThat(get(server, "/varve/v1/hubs").statusCode()).isEqualTo(200);
        slowest = Math.max(slowest, System.nanoTime() - before);
      }
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(5));
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /**
   * A byte now and then, so that no time-out between two bytes helps, until the server hangs up.
   */
  private static void drip(Socket socket, CountDownLatch cut) {
    try {
      socket.setSoTimeout(50);
      while (true) {
        socket.getOutputStream().write('x');
        try {
          if (socket.getInputStream().read() < 0) {
            break;
          }
        } catch (SocketTimeoutException e) {
          continue;
        }
      }
    } catch (IOException e) {
      // Cut off, as it should be.
    }
    cut.countDown();
  }

  @Test
  void SEC13_clients_that_take_their_answer_slowly_are_cut_off() throws Exception {
    byte[] large = new byte[32 * 1024 * 1024];
    RouteSet set =
        () ->
            List.of(
                Route.of(
                    Route.Method.GET,
                    "/large",
                    Role.READ,
                    "x",
                    call -> new ApiResponse(200, java.util.Map.of(), large)));
    try (TestApi api = TestApi.with(new InMemoryStorage(), hubs -> hubs, w -> w.routes(set));
        ManagementServer server =
            ManagementServer.builder(api.api).clientTimeout(SHORT).maxConnections(1).start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      // The only place is taken until the one who does not read is cut off.
      TestApi.until("the place is free again", () -> answers(server));
    }
  }

  private static boolean answers(ManagementServer server) {
    try {
      return get(server, "/varve/v1/hubs").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false; // refused while the place is taken
    }
  }

  @Test
  void SEC13_too_many_requests_at_once_are_told_to_come_back() throws Exception {
    CountDownLatch entered = new CountDownLatch(2);
    CountDownLatch leave = new CountDownLatch(1);
    RouteSet set =
        () ->
            List.of(
                Route.of(
                    Route.Method.GET,
                    "/waiting",
                    Role.READ,
                    "x",
                    call -> {
                      entered.countDown();
                      await(leave);
                      return ApiResponse.empty(204);
                    }));
    try (TestApi api =
            TestApi.with(new InMemoryStorage(), hubs -> hubs, w -> w.routes(set).maxConcurrent(2));
        ManagementServer server = ManagementServer.builder(api.api).start()) {
      List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(
            client()
                .sendAsync(
                    HttpRequest.newBuilder(server.uri().resolve("/waiting")).build(),
                    BodyHandlers.ofString()));
      }
      entered.await();
      HttpResponse<String> refused = get(server, "/varve/v1/hubs");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      leave.countDown();
      for (CompletableFuture<HttpResponse<String>> one : waiting) {
        assertThat(one.get().statusCode()).isEqualTo(204);
      }
      TestApi.until("free", () -> get(server, "/varve/v1/hubs").statusCode() == 200);
    }
  }

  @Test
  void SEC13_a_body_beyond_the_limit_is_refused_and_not_read_to_its_end() throws Exception {
    try (TestApi api = TestApi.inMemory(with -> with.maxBody(1_000)).working();
        ManagementServer server = ManagementServer.builder(api.api).clientTimeout(SHORT).start()) {
      String start = BASE + "/orchestrators/Echo";
      assertThat(post(server, start, "\"" + "x".repeat(998) + "\"").statusCode()).isEqualTo(202);
      assertThat(post(server, start, "\"" + "x".repeat(999) + "\"").statusCode()).isEqualTo(413);
      String answer =
          raw(
              server,
              "POST " + start + " HTTP/1.1",
              "Content-Type: application/json",
              "Content-Length: 9999999999",
              "",
              "x".repeat(2_000));
      assertThat(answer).contains("413").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void a_close_lets_requests_end() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    RouteSet set =
        () ->
            List.of(
                Route.of(
                    Route.Method.GET,
                    "/waiting",
                    Role.READ,
                    "x",
                    call -> {
                      entered.countDown();
                      await(leave);
                      return ApiResponse.empty(204);
                    }));
    try (TestApi api = TestApi.with(new InMemoryStorage(), hubs -> hubs, w -> w.routes(set))) {
      ManagementServer server = ManagementServer.builder(api.api).start();
      CompletableFuture<HttpResponse<String>> waiting =
          client()
              .sendAsync(
                  HttpRequest.newBuilder(server.uri().resolve("/waiting")).build(),
                  BodyHandlers.ofString());
      entered.await();
      Thread closing = Thread.ofVirtual().start(server::close);
      leave.countDown();
      assertThat(waiting.get().statusCode()).isEqualTo(204);
      closing.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static HttpResponse<String> get(ManagementServer server, String target) {
    return get(server.uri() + target);
  }

  private static HttpResponse<String> get(String uri) {
    try {
      return client()
          .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> post(ManagementServer server, String target, String body)
      throws Exception {
    return client().send(json(URI.create(server.uri() + target), body), BodyHandlers.ofString());
  }

  private static HttpRequest json(URI uri, String body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** Sends lines as they are, and reads until the server has nothing more to say. */
  private static String raw(ManagementServer server, String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      StringBuilder request = new StringBuilder(lines[0] + "\r\nHost: localhost\r\n");
      boolean body = false;
      for (int i = 1; i < lines.length; i++) {
        if (lines[i].isEmpty()) {
          body = true;
          request.append("Connection: close\r\n\r\n");
        } else {
          request.append(lines[i]).append(body ? "" : "\r\n");
        }
      }
      request.append(body ? "" : "Connection: close\r\n\r\n");
      out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      try {
        for (int c = in.read(); c >= 0; c = in.read()) {
          answer.append((char) c);
        }
      } catch (SocketException e) {
        // The server hung up on what was not read.
      }
      return answer.toString();
    }
  }
}
