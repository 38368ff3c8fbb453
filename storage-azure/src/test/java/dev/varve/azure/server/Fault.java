package dev.varve.azure.server;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** What happens to a request on its way. */
public interface Fault {
  /**
   * Lets the request through or not.
   *
   * @param send sends it, and returns what the service answered
   */
  HttpResponse strike(HttpPipelineCallContext context, Supplier<HttpResponse> send);

  /** The connection breaks before the request has left; who sent it cannot know. */
  static Fault beforeSending() {
    return (context, send) -> {
      throw broken("before the request was sent");
    };
  }

  /** The service does what it is asked, and its answer is lost. */
  static Fault afterSending() {
    return (context, send) -> {
      send.get().close();
      throw broken("before the answer came");
    };
  }

  /** The service does what it is asked, and the connection breaks inside of its answer. */
  static Fault cutAnswer() {
    return (context, send) -> {
      HttpResponse answer = send.get();
      answer.close();
      return InjectedResponse.cut(answer);
    };
  }

  /** The service refuses for now: 503 ServerBusy. */
  static Fault busy() {
    return (context, send) -> InjectedResponse.error(context.getHttpRequest(), 503, "ServerBusy");
  }

  /** The service refuses for now: 429. */
  static Fault tooManyRequests() {
    return (context, send) ->
        InjectedResponse.error(context.getHttpRequest(), 429, "TooManyRequests");
  }

  /** The service does what it is asked, and says that it could not in time: 500. */
  static Fault timedOut() {
    return (context, send) -> {
      send.get().close();
      return InjectedResponse.error(context.getHttpRequest(), 500, "OperationTimedOut");
    };
  }

  /** Something else happens first. */
  static Fault after(Runnable meanwhile) {
    return (context, send) -> {
      meanwhile.run();
      return send.get();
    };
  }

  private static UncheckedIOException broken(String when) {
    return new UncheckedIOException(new IOException("the connection broke " + when));
  }
}
