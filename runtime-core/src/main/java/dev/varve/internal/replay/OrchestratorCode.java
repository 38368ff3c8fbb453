package dev.varve.internal.replay;

import dev.varve.FunctionName;
import dev.varve.Orchestrator;
import java.lang.reflect.Type;
import java.util.function.Supplier;

/**
 * A registered orchestrator.
 *
 * @param name its name and version
 * @param factory makes one object for each execution
 * @param inputType what inputs are converted to
 */
public record OrchestratorCode(
    FunctionName name, Supplier<? extends Orchestrator<?, ?>> factory, Type inputType) {}
