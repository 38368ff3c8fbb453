package dev.varve.azure.internal.format;

import java.util.Map;

/**
 * A row to be written.
 *
 * @param key its row key
 * @param columns values by name; may be added to
 */
public record RowDraft(String key, Map<String, Object> columns) {}
