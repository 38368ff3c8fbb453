package dev.varve.internal.engine;

import java.time.Duration;

/**
 * How an engine behaves. Made by the builder, which explains and checks each.
 *
 * @param worker a name for people
 * @param build fingerprint of the code
 * @param maxResidentInstances how many instances stay in memory between turns
 * @param maxResidentBytes the memory they may take, estimated from their histories
 * @param maxConcurrentActivities how many activities run at once; more wait in memory
 * @param rhythm how often it does what it does unasked
 * @param drainTimeout how long a close waits for running activities
 * @param stuckTurnAfter how long a turn may take before it is reported
 * @param maxCrashes how many owners may die on an instance before it is set aside
 */
public record EngineSettings(
    String worker,
    String build,
    int maxResidentInstances,
    long maxResidentBytes,
    int maxConcurrentActivities,
    Rhythm rhythm,
    Duration drainTimeout,
    Duration stuckTurnAfter,
    int maxCrashes) {}
