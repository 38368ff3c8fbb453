package dev.varve.storage;

import java.time.Instant;

/** A live session as others see it. */
public record SessionRow(
    long id, SessionDescriptor descriptor, Instant startedAt, Instant seenAt) {}
