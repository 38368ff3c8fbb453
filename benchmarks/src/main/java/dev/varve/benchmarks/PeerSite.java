package dev.varve.benchmarks;

import java.nio.file.Path;

/**
 * What a peer may use for one measurement.
 *
 * @param directory empty, on the disk that is measured, and removed afterwards
 * @param downloads for what is fetched once; stays
 * @param databaseUrl the JDBC URL of an empty PostgreSQL database on the server that Varve uses
 *     too; empty for peers that use none
 */
public record PeerSite(Path directory, Path downloads, String databaseUrl) {}
