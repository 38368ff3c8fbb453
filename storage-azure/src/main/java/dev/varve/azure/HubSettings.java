package dev.varve.azure;

import java.time.Duration;

/**
 * How the sessions of a hub behave.
 *
 * @param lease how long a session may give no sign of life until others take over what it holds
 * @param longestInterval the longest time between two looks for what others wrote
 */
record HubSettings(Duration lease, Duration longestInterval) {}
