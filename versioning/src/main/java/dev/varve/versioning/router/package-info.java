/** A router in front of many apps: each minor version has an app and a hub of its own. */
@NullMarked
package dev.varve.versioning.router;

import org.jspecify.annotations.NullMarked;
