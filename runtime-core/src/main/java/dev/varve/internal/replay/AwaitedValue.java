package dev.varve.internal.replay;

import dev.varve.Payload;
import java.lang.reflect.Type;

/**
 * A value on its way to code that waits for it.
 *
 * @param what for people, such as {@code the result of Charge_v1}
 * @param type what the code will read it as
 */
public record AwaitedValue(String what, Payload payload, Type type) {}
