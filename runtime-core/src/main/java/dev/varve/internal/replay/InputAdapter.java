package dev.varve.internal.replay;

import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the input that one version gave when it continued as new that of another version.
 *
 * @param oldType what the input is read as
 * @param function the user's code; given to fingerprints as it is
 */
public record InputAdapter(
    Type oldType, Function<@Nullable Object, ? extends @Nullable Object> function) {}
