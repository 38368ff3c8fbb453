package dev.varve.internal.resolution;

/**
 * The version that a start by base name means, known or not.
 *
 * @param origin who says so, for messages
 * @param recordOnlyVersion whether it was found just now as the only one known
 */
record CurrentVersion(int version, String origin, boolean recordOnlyVersion) {}
