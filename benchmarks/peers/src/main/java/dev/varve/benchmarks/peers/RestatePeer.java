package dev.varve.benchmarks.peers;

import dev.restate.client.Client;
import dev.restate.client.RequestOptions;
import dev.restate.client.jdk.JdkClient;
import dev.restate.common.Request;
import dev.restate.common.Target;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.serde.Serde;
import dev.varve.benchmarks.Engine;
import dev.varve.benchmarks.Peer;
import dev.varve.benchmarks.PeerSite;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Restate: its server as a process beside us, the services in this one. */
abstract class RestatePeer implements Peer {
  private static final long PATIENCE_SECONDS = 600;

  /** How often a call is made again that ended without any answer. */
  private static final int TRIES = 5;

  /** With {@code ctx.run}: activities are closures whose results go into the journal. */
  public static final class OfRuns extends RestatePeer {
    @Override
    public String id() {
      return "restate-run";
    }

    @Override
    Endpoint services(ExecutorService threads) {
      return RestateServices.endpoint(RestateServices.RUNS, threads);
    }
  }

  /** With calls: activities are handlers of another service, with a journal of their own. */
  public static final class OfCalls extends RestatePeer {
    @Override
    public String id() {
      return "restate-call";
    }

    @Override
    Endpoint services(ExecutorService threads) {
      return RestateServices.endpoint(RestateServices.CALLS, threads);
    }
  }

  abstract Endpoint services(ExecutorService threads);

  @Override
  public String description() {
    return "Restate server "
        + RestateServer.VERSION
        + ", "
        + RestateServer.PARTITIONS
        + " partitions; Java SDK on virtual threads, HTTP/2 to the service, HTTP/1.1 to the ingress";
  }

  @Override
  public Engine start(PeerSite site) throws Exception {
    RestateServer server = RestateServer.start(site);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Vertx vertx = Vertx.vertx();
    HttpServer services = RestateHttpServer.fromEndpoint(vertx, services(threads));
    int port =
        services
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(1, TimeUnit.MINUTES)
            .actualPort();
    server.register(port);
    HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    Client client =
        JdkClient.of(http, server.ingress(), RestateServices.SERDES, RequestOptions.DEFAULT);
    return new Running(server, vertx, threads, client);
  }

  private record Running(RestateServer server, Vertx vertx, ExecutorService threads, Client client)
      implements Engine {
    @Override
    public void run(String orchestration, Object input) throws Exception {
      switch (input) {
        case String text -> run(orchestration, RestateServices.STRING, text);
        case Integer number -> run(orchestration, RestateServices.INT, number);
        default -> throw new IllegalArgumentException(String.valueOf(input));
      }
    }

    private <T> void run(String orchestration, Serde<T> serde, T input) throws Exception {
      Target target = Target.service(RestateServices.WORKLOADS, orchestration);
      Request<T, T> request = Request.of(target, serde, serde, input).build();
      Outputs.demand(input, call(request));
    }

    /**
     * Under load the ingress closes connections that the client is just about to use again. Such a
     * call is made once more; should it have arrived all the same, the work is done twice.
     */
    private <T> T call(Request<T, T> request) throws Exception {
      for (int attempt = 1; ; attempt++) {
        try {
          return client.callAsync(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS).response();
        } catch (ExecutionException e) {
          if (attempt == TRIES || !String.valueOf(e.getMessage()).contains("received no bytes")) {
            throw e;
          }
        }
      }
    }

    @Override
    public void close() {
      server.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
      threads.shutdownNow();
    }
  }
}
