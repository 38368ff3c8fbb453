/** Rules about who may know whom, each proven able to fail. */
@NullMarked
package dev.varve.architecture;

import org.jspecify.annotations.NullMarked;
