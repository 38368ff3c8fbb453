package dev.varve.azure.internal.table;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * Carries requests by the HTTP client of the JDK, whole bodies at a time. Each ends within a
 * deadline, body included. The SDK's own adapter of that client logs a warning for every request
 * with a body, and its deadlines end with the head of an answer. Thread-safe.
 */
final class JdkTransport implements HttpClient {
  /** The JDK sets these itself. */
  private static final Set<String> SET_BY_JDK =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final java.net.http.HttpClient client;
  private final Duration deadline;

  /**
   * @param deadline of one request, from sending it to the last byte of its answer
   */
  JdkTransport(Duration connect, Duration deadline) {
    this.deadline = deadline;
    java.net.http.HttpClient.Builder builder =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect);
    if (ProxySelector.getDefault() != null) {
      builder.proxy(ProxySelector.getDefault());
    }
    client = builder.build();
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromFuture(() -> sent(request).orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS))
        .map(answer -> response(request, answer));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    CompletableFuture<java.net.http.HttpResponse<byte[]>> sent = sent(request);
    try {
      return response(request, sent.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new UncheckedIOException(
          new HttpTimeoutException("there was no answer for " + deadline.toSeconds() + " s"));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? new UncheckedIOException(failure)
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<java.net.http.HttpResponse<byte[]>> sent(HttpRequest request) {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.getUrl().toString()))
            .method(request.getHttpMethod().toString(), body(request));
    for (HttpHeader header : request.getHeaders()) {
      if (!SET_BY_JDK.contains(header.getName().toLowerCase(Locale.ROOT))) {
        header.getValuesList().forEach(value -> builder.header(header.getName(), value));
      }
    }
    return client.sendAsync(builder.build(), BodyHandlers.ofByteArray());
  }

  private static BodyPublisher body(HttpRequest request) {
    BinaryData body = request.getBodyAsBinaryData();
    return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.toBytes());
  }

  private static HttpResponse response(
      HttpRequest request, java.net.http.HttpResponse<byte[]> answer) {
    HttpHeaders headers = new HttpHeaders();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
    return new BytesResponse(request, answer.statusCode(), headers, answer.body());
  }
}
