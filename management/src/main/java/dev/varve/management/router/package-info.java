/**
 * A router of apps as routes of the management API: requests go to the app that their version
 * decides, those for an instance to the app that owns it.
 */
@NullMarked
package dev.varve.management.router;

import org.jspecify.annotations.NullMarked;
