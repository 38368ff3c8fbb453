package dev.varve.storage;

/**
 * What a purge did.
 *
 * @param purged how many instances were removed
 * @param more whether some that match are left; call again
 */
public record PurgeOutcome(int purged, boolean more) {}
