package dev.varve.history;

import java.time.Instant;

/**
 * A history event with its envelope.
 *
 * @param position counts from 0 within the execution
 * @param turn the sequence of the turn it belongs to
 * @param at the turn's time
 * @param event the fact itself
 */
public record RecordedEvent(int position, long turn, Instant at, HistoryEvent event) {}
