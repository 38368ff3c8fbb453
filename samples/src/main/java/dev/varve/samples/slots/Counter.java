package dev.varve.samples.slots;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.StartOptions;
import dev.varve.VarveClient;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.SlotFront;
import dev.varve.versioning.slots.StartsClosedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where orders come in, as lines on standard input: {@code order tea}, {@code paid tea}, {@code
 * result tea}. It knows no build; who gets an order is decided by the slot record.
 */
public final class Counter {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Counter() {}

  /**
   * @param arguments the directory
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    try (Storage control = Shop.control(directory);
        SlotFront front = SlotFront.open(Shop.slots(control, directory), PATIENCE)) {
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] words = line.split(" ", 2);
        System.out.println(answer(front, words[0], words[1]));
      }
    }
  }

  private static String answer(SlotFront front, String verb, String item) {
    return switch (verb) {
      case "order" -> order(front, item);
      case "paid" -> {
        client(front, item).raiseEvent(item, "Paid", "cash");
        yield item;
      }
      case "result" ->
          "" + client(front, item).waitForInstanceCompletion(item, PATIENCE).outputAs(String.class);
      default -> throw new IllegalArgumentException("not a request: " + verb);
    };
  }

  private static String order(SlotFront front, String item) {
    // snippet:start
    try {
      return front.start("Order", item, StartOptions.withId(item));
    } catch (StartsClosedException e) {
      return "closed, again in " + e.retryAfter().toSeconds() + " s";
    }
    // end
  }

  private static VarveClient client(SlotFront front, String item) {
    return front.clientOf(item).orElseThrow(() -> new IllegalStateException("no order " + item));
  }
}
