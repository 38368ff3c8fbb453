package dev.varve.history;

/**
 * A fact about one execution of an instance: recorded in order, never edited. The vocabulary is
 * Durable Task's, with a few events of our own. Events are pure payload; position and time live in
 * {@link HistoryTurn} and {@link RecordedEvent}.
 */
public sealed interface HistoryEvent permits InputEvent, DecisionEvent {}
