package dev.varve.versioning.status;

import dev.varve.FunctionName;
import java.time.Duration;
import java.time.Instant;

/**
 * An instance in flight.
 *
 * @param createdAt by the store's clock
 * @param age how long ago that was; zero or more
 * @param eternal whether it has continued as new, so that waiting for its end may be in vain
 */
public record Blocker(
    String instanceId,
    FunctionName function,
    ActiveStatus status,
    Instant createdAt,
    Duration age,
    boolean eternal) {}
