package dev.varve.benchmarks;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Stores that take minutes to fill: filled once in a session and used by all its runs, which leave
 * what is in them as it is. For one thread.
 */
final class Stock implements FullStores, AutoCloseable {
  private record Content(Subject subject, int finished, int sleeping) {}

  private record Item(String address, AutoCloseable removal) {}

  private final Path directory;
  private final Databases databases;
  private final Map<Content, Item> items = new HashMap<>();

  Stock(Path directory, Databases databases) {
    this.directory = directory;
    this.databases = databases;
  }

  @Override
  public String address(Subject subject, int finished, int sleeping) throws IOException {
    Content content = new Content(subject, finished, sleeping);
    Item item = items.get(content);
    if (item == null) {
      item = empty(subject);
      items.put(content, item);
      fill(item, content);
    }
    return item.address();
  }

  private Item empty(Subject subject) throws IOException {
    if (subject.needsPostgres()) {
      Databases.Database database = databases.create();
      return new Item(database.url(), database);
    }
    Path own = Files.createTempDirectory(directory, "stock");
    return new Item(own.resolve("varve.db").toString(), () -> Session.remove(own));
  }

  private static void fill(Item item, Content content) {
    long begin = System.nanoTime();
    try (Storage storage = Stores.open(content.subject(), item.address())) {
      HubStore hub = storage.hub("default");
      Filler.finished(hub, content.finished());
      Filler.sleeping(hub, content.sleeping(), hub.now().plus(Duration.ofDays(30)));
    }
    System.err.printf(
        Locale.ROOT,
        "filled  %-14s %,d finished, %,d asleep in %.1f s%n",
        content.subject().id(),
        content.finished(),
        content.sleeping(),
        Bench.secondsSince(begin));
  }

  @Override
  public void close() throws Exception {
    for (Item item : items.values()) {
      item.removal().close();
    }
  }
}
