/** Which version of an orchestration runs, and what may change under a running one. */
@NullMarked
package dev.varve.versioning;

import org.jspecify.annotations.NullMarked;
