package dev.varve.internal.replay;

import dev.varve.DataConversionException;
import dev.varve.DataConverter;
import dev.varve.FunctionName;
import dev.varve.Orchestrator;
import dev.varve.Payload;
import dev.varve.history.InputEvent.ExecutionStarted;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A registered orchestrator.
 *
 * @param name its name and version
 * @param factory makes one object for each execution
 * @param inputType what inputs are converted to
 * @param adapters for the inputs that other versions of it give when they continue as this one
 */
public record OrchestratorCode(
    FunctionName name,
    Supplier<? extends Orchestrator<?, ?>> factory,
    Type inputType,
    Map<FunctionName, InputAdapter> adapters) {
  public OrchestratorCode {
    adapters = Map.copyOf(adapters);
  }

  /** One that reads every input as it is. */
  public OrchestratorCode(
      FunctionName name, Supplier<? extends Orchestrator<?, ?>> factory, Type inputType) {
    this(name, factory, inputType, Map.of());
  }

  /**
   * The input of an execution, by way of the adapter if another version gave it.
   *
   * @throws UnreadableInputException if a function gave it and it cannot be read
   * @throws DataConversionException if a program gave it and it is not of the declared type
   */
  public @Nullable Object input(ExecutionStarted started, DataConverter converter) {
    FunctionName giver = started.continuedFrom();
    if (giver == null) {
      return converter.fromPayload(started.input(), inputType);
    }
    try {
      return adapted(started.input(), adapters.get(giver), converter);
    } catch (Throwable e) {
      // A process without memory says nothing about the input; code without end does.
      if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
        throw e;
      }
      throw new UnreadableInputException(giver, e);
    }
  }

  /** What an adapter makes is converted like what a program gives: it could be of any type. */
  private @Nullable Object adapted(
      Payload given, @Nullable InputAdapter adapter, DataConverter converter) {
    if (adapter == null) {
      return converter.fromPayload(given, inputType);
    }
    Object old = converter.fromPayload(given, adapter.oldType());
    return converter.fromPayload(converter.toPayload(adapter.function().apply(old)), inputType);
  }
}
