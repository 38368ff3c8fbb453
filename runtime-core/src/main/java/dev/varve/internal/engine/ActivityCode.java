package dev.varve.internal.engine;

import dev.varve.Activity;
import dev.varve.FunctionName;
import java.lang.reflect.Type;

/**
 * A registered activity.
 *
 * @param inputType what inputs are converted to
 */
public record ActivityCode(FunctionName name, Activity<?, ?> activity, Type inputType) {}
