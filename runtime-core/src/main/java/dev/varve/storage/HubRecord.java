package dev.varve.storage;

/**
 * A small shared fact of a hub.
 *
 * @param key 1 to 200 characters
 * @param value text, JSON by custom
 * @param revision 1 for the first value, then counted up by one with each change
 */
public record HubRecord(String key, String value, long revision) {}
