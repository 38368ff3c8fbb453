package dev.varve.cli;

import dev.varve.DataConverter;
import dev.varve.RawJson;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.VarveConnection;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Which hub of which store. Reading writes nothing, not even a session. */
final class StoreOptions {
  private static final String STORE_VARIABLE = "VARVE_STORE";
  private static final String HUB_VARIABLE = "VARVE_HUB";

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "sqlite:FILE or postgresql://HOST:PORT/DATABASE; otherwise from the environment variable"
            + " VARVE_STORE. A password comes from VARVE_PASSWORD or PGPASSWORD."
      })
  private Optional<String> store = Optional.empty();

  @Option(
      names = "--hub",
      paramLabel = "HUB",
      description = "The hub; otherwise from VARVE_HUB, otherwise 'default'.")
  private Optional<String> hub = Optional.empty();

  boolean isGiven() {
    return store.isPresent();
  }

  /** Looks at the hub. */
  <T> T reading(Function<HubStore, T> look) {
    try (Storage storage = url().forReading()) {
      return look.apply(existing(storage));
    }
  }

  /** Changes something in the hub, as no worker. */
  <T> T writing(Function<HubStore, T> change) {
    try (Storage storage = url().forWriting()) {
      return change.apply(existing(storage));
    }
  }

  /** Manages instances of the hub, without their code. */
  <T> T managing(BiFunction<HubStore, VarveClient, T> change) {
    return managing(new RawJson(), change);
  }

  /** The same where the values are of types that this tool knows. */
  <T> T managing(DataConverter converter, BiFunction<HubStore, VarveClient, T> change) {
    try (Storage storage = url().forWriting()) {
      HubStore existing = existing(storage);
      try (VarveConnection connection =
          Varve.builder()
              .sharedStorage(storage)
              .hub(existing.name())
              .dataConverter(converter)
              .connect()) {
        return change.apply(existing, connection.client());
      }
    }
  }

  private StoreUrl url() {
    return StoreUrl.parse(
        store
            .or(() -> Optional.ofNullable(System.getenv(STORE_VARIABLE)))
            .orElseThrow(() ->
                new WrongUsageException(
                    "no store was given; give --store or set "
                        + STORE_VARIABLE
                        + " to "
                        + StoreUrl.KNOWN)));
  }

  /** Asking for a hub would create it. */
  private HubStore existing(Storage storage) {
    String name = hub.or(() -> Optional.ofNullable(System.getenv(HUB_VARIABLE))).orElse("default");
    if (!storage.hubs().contains(name)) {
      throw new CommandFailedException(
          "there is no hub '" + name + "' in this store, only " + storage.hubs() + "; give --hub");
    }
    return storage.hub(name);
  }
}
