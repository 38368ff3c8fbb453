package dev.varve.samples.fulfilment;

/** What version 2 of Ship takes; version 1 takes the order alone. */
record Parcel(Order order, boolean signatureRequired) {}
