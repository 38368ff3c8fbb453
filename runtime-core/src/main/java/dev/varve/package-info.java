/** What users program against: orchestrators, activities, the client and the engine. */
@NullMarked
package dev.varve;

import org.jspecify.annotations.NullMarked;
