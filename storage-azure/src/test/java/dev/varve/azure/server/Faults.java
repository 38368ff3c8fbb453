package dev.varve.azure.server;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts the requests to an account and strikes one of them, or all from one on. Each attempt to
 * send counts. Thread-safe.
 */
public final class Faults implements HttpPipelinePolicy {
  private record Plan(int from, int to, Fault fault) {}

  private final Predicate<HttpRequest> counted;
  private final Map<String, Integer> sent = new TreeMap<>();
  private @Nullable Plan plan;
  private int count;
  private int struck;

  private Faults(Predicate<HttpRequest> counted) {
    this.counted = counted;
  }

  /** Counts and strikes every request. */
  public static Faults ofRequests() {
    return new Faults(request -> true);
  }

  /** Counts and strikes requests that change something; reads pass. */
  public static Faults ofWrites() {
    return new Faults(request -> request.getHttpMethod() != HttpMethod.GET);
  }

  /**
   * Strikes one request.
   *
   * @param request 1 for the next one
   */
  public synchronized void at(int request, Fault fault) {
    plan = new Plan(count + request, count + request, fault);
  }

  /** Strikes a request and all after it, until another plan is made. */
  public synchronized void from(int request, Fault fault) {
    plan = new Plan(count + request, Integer.MAX_VALUE, fault);
  }

  /** Strikes no more, and counts from 0. */
  public synchronized void reset() {
    plan = null;
    count = 0;
    struck = 0;
    sent.clear();
  }

  /** How many requests there were since the reset, those struck included. */
  public synchronized int count() {
    return count;
  }

  /** How many requests were struck since the reset. */
  public synchronized int struck() {
    return struck;
  }

  /** How many requests there were since the reset, by method and table, container or queue. */
  public synchronized Map<String, Integer> sent() {
    return new TreeMap<>(sent);
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_RETRY;
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return passed(context, next::processSync);
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    // A fault may block, as the synchronous way does.
    return Mono.fromCallable(
            () -> passed(context, () -> next.process().blockOptional().orElseThrow()))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private HttpResponse passed(HttpPipelineCallContext context, Supplier<HttpResponse> send) {
    Optional<Fault> fault =
        counted.test(context.getHttpRequest()) ? next(context.getHttpRequest()) : Optional.empty();
    return fault.isEmpty() ? send.get() : fault.get().strike(context, send);
  }

  private synchronized Optional<Fault> next(HttpRequest request) {
    count++;
    sent.merge(name(request), 1, Integer::sum);
    if (plan == null || count < plan.from() || count > plan.to()) {
      return Optional.empty();
    }
    struck++;
    return Optional.of(plan.fault());
  }

  /** Without keys and names of blobs: {@code GET hubHistory}. */
  private static String name(HttpRequest request) {
    String[] path = request.getUrl().getPath().split("/", -1);
    // An emulator has the account first.
    int resource = request.getUrl().getPort() > 0 ? 2 : 1;
    String name = path.length > resource ? path[resource] : "";
    return request.getHttpMethod() + " " + name.replaceFirst("\\(.*", "");
  }
}
