package dev.varve.samples.fulfilment;

/**
 * What a customer ordered.
 *
 * @param cents the price
 */
record Order(String id, long cents) {}
