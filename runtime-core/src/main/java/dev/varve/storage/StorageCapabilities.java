package dev.varve.storage;

import java.time.Duration;

/**
 * What a store can and cannot do.
 *
 * @param atomicCommit whether a commit is one transaction across instances
 * @param durable whether hubs survive the process
 * @param maxPayload the longest single payload, in characters; longer ones are refused by the
 *     engine
 * @param maxTimerDelay the longest delay of a timer or start
 * @param ordered whether messages keep their order also across senders
 * @param partitioned whether instances are bound to partitions
 * @param joinsTransactions whether a start can join the caller's own transaction
 */
public record StorageCapabilities(
    boolean atomicCommit,
    boolean durable,
    int maxPayload,
    Duration maxTimerDelay,
    boolean ordered,
    boolean partitioned,
    boolean joinsTransactions) {}
