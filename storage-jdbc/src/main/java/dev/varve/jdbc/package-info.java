/** Storage in a relational database reached through JDBC. */
@NullMarked
package dev.varve.jdbc;

import org.jspecify.annotations.NullMarked;
