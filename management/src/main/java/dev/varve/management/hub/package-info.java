/**
 * The routes of task hubs: those of the Durable Functions HTTP API, and Varve's own under {@code
 * /varve/v1}.
 */
@NullMarked
package dev.varve.management.hub;

import org.jspecify.annotations.NullMarked;
