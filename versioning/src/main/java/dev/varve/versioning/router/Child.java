package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child process. Thread-safe. */
final class Child implements AppEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.router");
  private static final Duration HEALTH = Duration.ofSeconds(5);
  private static final int SHOWN_OF_LOG = 2_000;

  /** What belongs to one connection, or is set by the client itself. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final AppRun run;
  private final Process process;
  private final ChildFolder folder;
  private final Path log;
  private final ChildSettings settings;
  // Set once, when the health check was passed; 0 before.
  private volatile int port;

  private Child(AppRun run, Process process, ChildFolder folder, Path log, ChildSettings settings) {
    this.run = run;
    this.process = process;
    this.folder = folder;
    this.log = log;
    this.settings = settings;
  }

  static Child launch(AppRun run, AppProgram program, ChildSettings settings) throws IOException {
    ChildFolder folder = ChildFolder.of(settings.root(), run);
    folder.tidy();
    Path log = folder.log(settings.keptLogs());
    ProcessBuilder builder =
        new ProcessBuilder(program.command())
            .directory(folder.path().toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(settings.environment());
    environment.put(AppProcess.APP, run.build().app());
    environment.put(AppProcess.VERSION, run.build().version().toString());
    environment.put(AppProcess.HUB, run.hub());
    environment.put(AppProcess.PORT_FILE, folder.portFile().toString());
    Process process = builder.start();
    try {
      folder.note(process.toHandle());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    ChildLog.keep(process, log, run);
    return new Child(run, process, folder, log, settings);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean isReady() {
    return port != 0 && process.isAlive();
  }

  long processId() {
    return process.pid();
  }

  /** Returns when it has reported its port and answers the health check. */
  void awaitHealth() throws AppStartException, InterruptedException {
    long deadline = System.nanoTime() + settings.startTimeout().toNanos();
    String problem = "it reported no port";
    while (System.nanoTime() - deadline < 0) {
      if (isReady()) {
        return;
      }
      int reported = reportedPort();
      if (reported != 0) {
        problem = health(reported);
        if (problem.isEmpty()) {
          port = reported;
          return;
        }
      }
      if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
        throw failed("it ended with exit code " + process.exitValue());
      }
    }
    throw failed(problem + " within " + settings.startTimeout());
  }

  private AppStartException failed(String why) {
    return new AppStartException(run + " did not come up: " + why + endOfLog(), null);
  }

  private String endOfLog() {
    try {
      String text = new String(Files.readAllBytes(log), UTF_8).strip();
      return text.isEmpty()
          ? ""
          : "; its log ends in: " + text.substring(Math.max(0, text.length() - SHOWN_OF_LOG));
    } catch (IOException e) {
      return "";
    }
  }

  private int reportedPort() {
    try {
      int reported = Integer.parseInt(Files.readString(folder.portFile(), UTF_8).strip());
      return reported > 0 && reported <= 65_535 ? reported : 0;
    } catch (IOException | NumberFormatException e) {
      return 0; // not yet
    }
  }

  private String health(int reported) throws InterruptedException {
    try {
      HttpRequest check =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + reported + settings.healthPath()))
              .timeout(HEALTH)
              .build();
      int status = CLIENT.send(check, BodyHandlers.discarding()).statusCode();
      return status == 200 ? "" : "its health check answered " + status;
    } catch (IOException e) {
      return "its health check failed with " + e;
    }
  }

  @Override
  public AppResponse send(AppRequest request) throws AppUnreachableException {
    HttpRequest forwarded;
    try {
      forwarded = forwarded(request);
    } catch (IllegalArgumentException e) {
      throw new AppUnreachableException(
          "the request cannot be sent on: " + e.getMessage(), false, e);
    }
    try {
      HttpResponse<byte[]> response = CLIENT.send(forwarded, BodyHandlers.ofByteArray());
      return new AppResponse(
          response.statusCode(), passedOn(response.headers().map()), response.body());
    } catch (ConnectException e) {
      throw new AppUnreachableException(run + " takes no connection", false, e);
    } catch (IOException e) {
      throw new AppUnreachableException(run + " gave no answer: " + e, true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppUnreachableException("interrupted while " + run + " answered", true, e);
    }
  }

  private HttpRequest forwarded(AppRequest request) {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.path() + query))
            .timeout(settings.answerTimeout())
            .method(
                request.method(),
                request.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    passedOn(request.headers())
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    return builder.build();
  }

  private static Map<String, List<String>> passedOn(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .filter(header -> !header.getKey().startsWith(":"))
        .filter(header -> !NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Asks it to end. */
  void beginStop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("the input of {} is closed already", run, e);
    }
  }

  /** Ends it, by force if it takes too long. */
  void stop() {
    beginStop();
    try {
      if (!process.waitFor(settings.stopTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("{} does not end; it is killed", run);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      folder.tidy();
    } catch (IOException e) {
      LOG.warn("the files of {} cannot be deleted", run, e);
    }
  }
}
