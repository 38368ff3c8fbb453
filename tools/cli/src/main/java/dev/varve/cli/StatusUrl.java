package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.versioning.status.StatusReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The status check of a program, by HTTP. */
final class StatusUrl {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 20;
  private static final int OK = 200;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The address of a program's StatusCheck, instead of a store.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--key-variable",
      paramLabel = "NAME",
      description = {
        "The environment variable that holds the access key for --url; VARVE_KEY unless given. The"
            + " key is sent in the header x-functions-key."
      })
  private String keyVariable = "VARVE_KEY";

  boolean isGiven() {
    return url.isPresent();
  }

  Supplier<StatusReport> reading() {
    URI address = typed(() -> URI.create(url.orElseThrow()));
    requireFit(address);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
    Optional.ofNullable(System.getenv(keyVariable))
        .ifPresent(key -> request.header("x-functions-key", key));
    return () -> read(request.GET().build());
  }

  /** A key must neither stand in the address nor travel where others can read it. */
  private static void requireFit(URI address) {
    boolean plain = "http".equals(address.getScheme());
    if (address.getHost() == null || !(plain || "https".equals(address.getScheme()))) {
      throw new WrongUsageException("the address is none; write it as https://HOST/PATH");
    }
    String query = Optional.ofNullable(address.getRawQuery()).orElse("");
    if (address.getUserInfo() != null || query.contains("code=")) {
      throw new WrongUsageException(
          "the address holds a key, which others can see in the list of processes; put it into"
              + " the environment variable VARVE_KEY");
    }
    if (plain && !isLoopback(address.getHost())) {
      throw new WrongUsageException(
          "the address would send the key in clear text to another machine; use https");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  private static StatusReport read(HttpRequest request) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new CommandFailedException(
              "%s answered %d; look at the address and at the key in the environment"
                  .formatted(request.uri(), response.statusCode()));
        }
        String text = new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        return StatusReport.parse(text);
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(request.uri() + " is no status check: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be reached: %s".formatted(request.uri(), e.getClass().getSimpleName()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted");
    }
  }
}
