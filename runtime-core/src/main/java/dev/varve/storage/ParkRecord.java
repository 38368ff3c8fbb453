package dev.varve.storage;

import dev.varve.InstanceCondition;

/**
 * Why an instance cannot go on.
 *
 * @param condition DIVERGED, UNRESOLVED or POISON
 * @param explanation for people: what happened, where, what to do
 * @param build fingerprint of the build that failed on it; builds that failed before are remembered
 *     as well, until the instance runs again
 */
public record ParkRecord(InstanceCondition condition, String explanation, String build) {}
