package dev.varve.azure.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A storage account: either an Azurite of our own, which keeps everything in memory and lives as
 * long as this JVM, or the one that the environment variable {@code VARVE_TEST_AZURE_CONNECTION}
 * names by a connection string. Azurite is installed by {@code npm ci} once, from the lock file of
 * this module. Thread-safe.
 */
public final class AzureServer implements AutoCloseable {
  static final String CONNECTION_VARIABLE = "VARVE_TEST_AZURE_CONNECTION";

  private static final class Shared {
    private static final AzureServer SERVER = fromEnvironment().orElseGet(AzureServer::dedicated);
  }

  private final String connectionString;
  private final @Nullable LocalAzurite local;

  private AzureServer(String connectionString, @Nullable LocalAzurite local) {
    this.connectionString = connectionString;
    this.local = local;
  }

  /** The one account of this JVM, started at the first call. */
  public static AzureServer shared() {
    return Shared.SERVER;
  }

  /** Another Azurite of our own, to be closed: an account apart from the shared one. */
  public static AzureServer dedicated() {
    try {
      LocalAzurite local = LocalAzurite.start();
      return new AzureServer(local.connectionString(), local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The account that the environment names, if it names one. */
  public static Optional<AzureServer> fromEnvironment() {
    return Optional.ofNullable(System.getenv(CONNECTION_VARIABLE))
        .map(connection -> new AzureServer(connection, null));
  }

  /** Also for another process; it holds the key. */
  public String connectionString() {
    return connectionString;
  }

  /** Whether it is an Azurite, which differs from the service in what no program should rely on. */
  public boolean isEmulator() {
    return local != null;
  }

  /** A name for a hub that nobody else uses. */
  public String newHub() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Stops an Azurite of our own; what the environment names goes on. */
  @Override
  public void close() {
    if (local != null) {
      local.close();
    }
  }
}
