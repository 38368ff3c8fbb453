package dev.varve.samples.fulfilment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.storage.Storage;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/**
 * The application: takes orders and payments as lines on standard input ({@code order A-1}, {@code
 * paid A-1}) and answers each once it is durable. A real one would take them by HTTP.
 */
public final class OrderApp {
  private OrderApp() {}

  /**
   * @param arguments the directory with {@code versions.properties}; the journal goes there as
   *     well, and what {@link OrderStore} finds there says where the orders are
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    // snippet:app
    try (VersionSource current = VersionSources.watching(directory.resolve("versions.properties"));
        Varve varve = start(OrderStore.open(directory), current, directory)) {
      serve(varve.client(), current);
    }
    // end
  }

  private static Varve start(Storage storage, VersionSource current, Path directory) {
    Journal journal = new Journal(directory.resolve("journal.tsv"));
    Steps_v1 v1 = new Steps_v1(journal);
    Steps_v2 v2 = new Steps_v2(journal);
    // Both versions live in one process. Registering v2 changes nothing about v1.
    // snippet:builder
    return Varve.builder()
        .storage(storage)
        .currentVersions(current)
        .orchestrator(OrderFulfilment_v1::new)
        .activity("ReserveStock_v1", Order.class, v1::reserveStock)
        .activity("BookPayment_v1", Payment.class, v1::bookPayment)
        .activity("Ship_v1", Order.class, v1::ship)
        .orchestrator(OrderFulfilment_v2::new)
        .activity("ReserveStock_v2", Order.class, v2::reserveStock)
        .activity("CheckFraud_v2", Payment.class, v2::checkFraud)
        .activity("BookPayment_v2", Payment.class, v2::bookPayment)
        .activity("Ship_v2", Parcel.class, v2::ship)
        .start();
    // end
  }

  private static void serve(VarveClient client, VersionSource current) throws IOException {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    System.out.println("ready");
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ", 2);
      System.out.println(answer(client, current, words[0], words[1]));
    }
  }

  private static String answer(
      VarveClient client, VersionSource current, String verb, String subject) {
    return switch (verb) {
      case "order" -> order(client, subject);
      case "paid" -> paid(client, subject);
      case "current" -> current.snapshot().entry(subject).map(e -> "" + e.version()).orElse("none");
      default -> throw new IllegalArgumentException("not a request: " + verb);
    };
  }

  private static String order(VarveClient client, String id) {
    // By base name: the version that is current at this moment.
    return client.scheduleNewOrchestrationInstance(
        "OrderFulfilment", new Order(id, 4_000), StartOptions.withId(id));
  }

  private static String paid(VarveClient client, String id) {
    client.raiseEvent(id, "Paid", new Payment("payment of " + id));
    return id;
  }
}
