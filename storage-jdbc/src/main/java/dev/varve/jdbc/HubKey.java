package dev.varve.jdbc;

/**
 * A hub in rows.
 *
 * @param hub its number
 * @param managementLane the lane of messages that any worker may carry out
 */
record HubKey(long hub, String name, long managementLane) {}
