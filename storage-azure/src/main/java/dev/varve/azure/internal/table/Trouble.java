package dev.varve.azure.internal.table;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.data.tables.models.TableServiceException;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.queue.models.QueueStorageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed request says.
 *
 * @param passing whether the same request may succeed later
 * @param mayHaveChanged whether the service may have done what it was asked
 * @param retryAfter how long the service wants to be left alone
 */
record Trouble(
    String explanation,
    boolean passing,
    boolean mayHaveChanged,
    Duration retryAfter,
    RuntimeException cause) {
  private static final Set<Class<?>> NEVER_SENT =
      Set.of(
          ConnectException.class,
          HttpConnectTimeoutException.class,
          NoRouteToHostException.class,
          SSLHandshakeException.class,
          UnknownHostException.class,
          UnresolvedAddressException.class);

  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final String SERVER_BUSY = "ServerBusy";

  static Trouble of(RuntimeException failure) {
    for (Throwable cause : causes(failure)) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return new Trouble("the thread was interrupted", false, true, Duration.ZERO, failure);
      }
      if (NEVER_SENT.contains(cause.getClass())) {
        return new Trouble(
            "the account cannot be reached (" + cause + "); check its address and the network",
            true,
            false,
            Duration.ZERO,
            failure);
      }
      if (cause instanceof HttpResponseException answer && answer.getResponse() != null) {
        return ofAnswer(answer, failure);
      }
      if (cause instanceof IOException || cause instanceof TimeoutException) {
        return new Trouble(
            "the connection failed (" + cause + ")", true, true, Duration.ZERO, failure);
      }
    }
    return new Trouble(failure.toString(), false, true, Duration.ZERO, failure);
  }

  private static Trouble ofAnswer(HttpResponseException answer, RuntimeException failure) {
    HttpResponse response = answer.getResponse();
    int status = response.getStatusCode();
    String code = code(answer).orElse("");
    String said = "the service answered " + (status + " " + code).strip();
    if (status < 300) {
      // The answer was cut or garbled on its way.
      return new Trouble(said + ", which cannot be read", true, true, Duration.ZERO, failure);
    }
    boolean busy = status == 429 || (status == 503 && code.equals(SERVER_BUSY));
    boolean late = status == 408 || status >= 500;
    return new Trouble(
        said + advice(status), busy || late, late && !busy, retryAfter(response), failure);
  }

  /** The code of the service's error, such as {@code TableNotFound}. */
  static Optional<String> code(HttpResponseException answer) {
    return switch (answer) {
      case TableServiceException table when table.getValue() != null ->
          Optional.ofNullable(table.getValue().getErrorCode()).map(Object::toString);
      case BlobStorageException blob -> text(blob.getErrorCode());
      case QueueStorageException queue -> text(queue.getErrorCode());
      default -> text(answer.getResponse().getHeaderValue(ERROR_CODE));
    };
  }

  private static Optional<String> text(@Nullable Object code) {
    return Optional.ofNullable(code).map(Object::toString);
  }

  /** What to do about an answer with this status. */
  static String advice(int status) {
    return switch (status) {
      case 401, 403 ->
          "; check that the key, signature or identity is valid and may read and write tables, blobs and queues";
      case 404 -> "; something deleted what this store had created, open the store again";
      default -> "";
    };
  }

  private static Duration retryAfter(HttpResponse response) {
    String seconds = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    return seconds != null && seconds.matches("[0-9]{1,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  /** The failure and what caused it, each once; the nearer first. */
  private static Iterable<Throwable> causes(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    Stream.Builder<Throwable> found = Stream.builder();
    open.add(failure);
    while (!open.isEmpty()) {
      Throwable next = open.poll();
      if (seen.add(next)) {
        found.add(next);
        Stream.ofNullable(next.getCause()).forEach(open::add);
      }
    }
    return found.build().toList();
  }
}
