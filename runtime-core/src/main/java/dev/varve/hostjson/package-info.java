/** The settings of Durable Task in {@code host.json}, for whoever needs one of them. */
@NullMarked
package dev.varve.hostjson;

import org.jspecify.annotations.NullMarked;
