package dev.varve.management;

import java.util.List;

/** Routes that belong together, to be served by a {@link ManagementApi}. */
@FunctionalInterface
public interface RouteSet {
  /** The routes; the same ones at each call. */
  List<Route> routes();
}
