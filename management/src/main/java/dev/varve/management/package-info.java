/**
 * An HTTP API without a framework: a closed list of routes, each with the role it needs, behind one
 * function from request to response; and a server that puts it on a port.
 */
@NullMarked
package dev.varve.management;

import org.jspecify.annotations.NullMarked;
