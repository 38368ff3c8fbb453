package dev.varve.benchmarks;

import dev.varve.storage.Storage;
import java.nio.file.Path;

/**
 * Where one measurement takes place: a directory and, if the subject needs one, a database of its
 * own.
 *
 * @param directory empty, and removed afterwards
 * @param downloads for what is fetched once; stays
 * @param databaseUrl the JDBC URL of an empty PostgreSQL database, or the connection string of an
 *     empty storage account; empty if none is needed
 * @param stock stores that are full already
 * @param scale by what sizes are multiplied
 */
record Site(
    String workload,
    Subject subject,
    Path directory,
    Path downloads,
    String databaseUrl,
    FullStores stock,
    double scale,
    Recorder recorder) {

  /** A size as scaled; at least 1. */
  int scaled(int size) {
    return (int) Math.max(1, Math.round(size * scale));
  }

  /** How many of a great number are done here: as scaled, and fewer for slow engines. */
  int amount(int count) {
    return (int) Math.max(1, Math.round(count * scale * subject.share()));
  }

  /** How often something big is repeated here: fewer times for slow engines, but at least 3. */
  int repeated(int times) {
    return (int) Math.max(Math.min(times, 3), Math.round(times * subject.share()));
  }

  /** A fresh store, or the same one again. */
  Storage storage() {
    return Stores.open(subject, storeAddress());
  }

  /** By which another process opens the same store. */
  String storeAddress() {
    return databaseUrl.isEmpty() ? directory.resolve("varve.db").toString() : databaseUrl;
  }

  PeerSite peer() {
    return new PeerSite(directory, downloads, databaseUrl);
  }

  Figure figure(String metric, String unit, double value, String sizes) {
    return new Figure(workload, subject, metric, unit, value, sizes);
  }
}
