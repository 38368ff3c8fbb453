package shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.retire.MissingVersionsException;
import dev.varve.versioning.retire.StartUpCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/**
 * The shop, on the file {@code shop.db} in its folder. Takes orders as lines on standard input
 * ({@code order A-1}, {@code packed A-1}) and answers each once it is durable; {@code current
 * Order} is answered with the version that new orders get. It does not start if an order in flight
 * needs code that is gone.
 */
public final class Shop {
  private Shop() {}

  public static void main(String[] arguments) throws IOException {
    try (SqliteStorage storage = SqliteStorage.at(Path.of("shop.db"));
        VersionSource current = VersionSources.inHub(storage.hub("shop"));
        Varve varve =
            Varve.builder()
                .sharedStorage(storage)
                .hub("shop")
                .workerName("shop-1")
                .currentVersions(current)
                .register(new ShopFunctions())
                .beforeStart(StartUpCheck.strict())
                .start()) {
      System.out.println("ready");
      serve(varve.client(), current);
    } catch (MissingVersionsException e) {
      System.out.println("refused: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void serve(VarveClient client, VersionSource current) throws IOException {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ", 2);
      System.out.println(answer(client, current, words[0], words[1]));
    }
  }

  private static String answer(
      VarveClient client, VersionSource current, String verb, String subject) {
    return switch (verb) {
      // By base name: the version that is current at this moment.
      case "order" ->
          client.scheduleNewOrchestrationInstance("Order", "tea", StartOptions.withId(subject));
      case "packed" -> {
        client.raiseEvent(subject, "Packed", "box of " + subject);
        yield subject;
      }
      case "current" ->
          current.snapshot().entry(subject).map(entry -> "" + entry.version()).orElse("none");
      default -> throw new IllegalArgumentException("not a request: " + verb);
    };
  }
}
