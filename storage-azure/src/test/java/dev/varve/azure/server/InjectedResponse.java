package dev.varve.azure.server;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer that the service did not give, or not whole. */
final class InjectedResponse extends HttpResponse {
  private final int status;
  private final HttpHeaders headers;
  private final Mono<byte[]> body;

  private InjectedResponse(
      HttpRequest request, int status, HttpHeaders headers, Mono<byte[]> body) {
    super(request);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** An error of the service, as tables tell it. */
  static HttpResponse error(HttpRequest request, int status, String code) {
    String text =
        "{\"odata.error\":{\"code\":\"%s\",\"message\":{\"lang\":\"en-us\",\"value\":\"injected\"}}}"
            .formatted(code);
    HttpHeaders headers =
        new HttpHeaders()
            .set(HttpHeaderName.CONTENT_TYPE, "application/json")
            .set(HttpHeaderName.fromString("x-ms-error-code"), code);
    return new InjectedResponse(
        request, status, headers, Mono.just(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The head of an answer whose body does not come. */
  static HttpResponse cut(HttpResponse whole) {
    return new InjectedResponse(
        whole.getRequest(),
        whole.getStatusCode(),
        whole.getHeaders(),
        Mono.error(new IOException("the connection broke inside of the answer")));
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(name);
  }

  @Override
  public @Nullable String getHeaderValue(HttpHeaderName name) {
    return headers.getValue(name);
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return body.map(ByteBuffer::wrap).flux();
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return body;
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return body.map(bytes -> new String(bytes, charset));
  }
}
