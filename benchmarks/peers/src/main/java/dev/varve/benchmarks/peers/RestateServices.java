package dev.varve.benchmarks.peers;

import dev.restate.common.Request;
import dev.restate.common.Target;
import dev.restate.common.function.ThrowingBiFunction;
import dev.restate.sdk.Context;
import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.serde.Serde;
import dev.restate.serde.SerdeFactory;
import dev.restate.serde.jackson.JacksonSerdeFactory;
import dev.varve.benchmarks.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The workloads as Restate runs them: handlers of a service. */
final class RestateServices {
  /** The service whose handlers are the orchestrations, by their names. */
  static final String WORKLOADS = "Workloads";

  /** As JSON, by Jackson, like an application's values. */
  static final SerdeFactory SERDES = new JacksonSerdeFactory();

  static final Serde<String> STRING = SERDES.create(String.class);
  static final Serde<Integer> INT = SERDES.create(Integer.class);

  private static final String STEPS = "Steps";
  private static final String ECHO = "Echo";

  /** How an activity is begun. */
  interface Step {
    DurableFuture<String> begin(Context context, String input);
  }

  static final Step RUNS = (context, input) -> context.runAsync(ECHO, STRING, () -> input);

  static final Step CALLS =
      (context, input) ->
          context.call(Request.of(Target.service(STEPS, ECHO), STRING, STRING, input).build());

  private final Step step;
  private final HandlerRunner.Options options;

  private RestateServices(Step step, HandlerRunner.Options options) {
    this.step = step;
    this.options = options;
  }

  static Endpoint endpoint(Step step, ExecutorService threads) {
    RestateServices services =
        new RestateServices(step, HandlerRunner.Options.withExecutor(threads));
    return Endpoint.builder().bind(services.workloads()).bind(services.steps()).build();
  }

  private ServiceDefinition workloads() {
    return ServiceDefinition.of(
        WORKLOADS,
        ServiceType.SERVICE,
        List.of(
            handler(Engine.ONE, STRING, this::one),
            handler(Engine.CHAIN, STRING, this::chain),
            handler(Engine.FAN_OUT, INT, this::fanOut),
            handler(Engine.SEQUENCE, INT, this::sequence)));
  }

  private ServiceDefinition steps() {
    return ServiceDefinition.of(
        STEPS, ServiceType.SERVICE, List.of(handler(ECHO, STRING, (context, input) -> input)));
  }

  private <T> HandlerDefinition<T, T> handler(
      String name, Serde<T> serde, ThrowingBiFunction<Context, T, T> code) {
    return HandlerDefinition.of(
        name, HandlerType.SHARED, serde, serde, HandlerRunner.of(code, SERDES, options));
  }

  private String one(Context context, String input) {
    return step.begin(context, input).await();
  }

  private String chain(Context context, String input) {
    String value = input;
    for (int i = 0; i < Engine.CHAIN_LENGTH; i++) {
      value = step.begin(context, value).await();
    }
    return value;
  }

  private int fanOut(Context context, int width) {
    List<DurableFuture<?>> results = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      results.add(step.begin(context, "hello"));
    }
    DurableFuture.all(results).await();
    return results.size();
  }

  private int sequence(Context context, int length) {
    for (int i = 0; i < length; i++) {
      step.begin(context, "hello").await();
    }
    return length;
  }
}
