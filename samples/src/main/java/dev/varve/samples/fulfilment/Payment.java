package dev.varve.samples.fulfilment;

/** The payload of the event "Paid". */
record Payment(String reference) {}
