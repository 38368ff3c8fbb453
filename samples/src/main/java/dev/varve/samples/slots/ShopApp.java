package dev.varve.samples.slots;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.ActivityContext;
import dev.varve.OrchestrationContext;
import dev.varve.VarveBuilder;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.SlotApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The app in two builds, with plain names and no versions: 2.0 has another first step, which would
 * break every order in flight of 1.0. A process runs one of them, as the deployment whose id it is
 * started with, until its input ends.
 */
public final class ShopApp {
  private final Path journal;
  private final String process;

  private ShopApp(Path journal, String process) {
    this.journal = journal;
    this.process = process;
  }

  /**
   * @param arguments directory, deployment id, and the build, {@code 1.0} or {@code 2.0}
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    String deployment = arguments[1];
    ShopApp app = new ShopApp(directory.resolve("journal.tsv"), deployment);
    Consumer<VarveBuilder> code = arguments[2].equals("1.0") ? app::first : app::second;
    // snippet:worker
    try (Storage control = Shop.control(directory);
        SlotApp worker = SlotApp.start(Shop.slots(control, directory), deployment, code)) {
      System.out.println("running " + worker.deployment().build().version());
      awaitEndOfInput();
    }
    // end
  }

  private static void awaitEndOfInput() throws IOException {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (input.readLine() != null) {
      // Nothing is asked of it; that its input ends is the sign to end.
    }
  }

  private void first(VarveBuilder builder) {
    builder
        .orchestrator("Order", String.class, ShopApp::order)
        .activity("Charge", String.class, this::charge);
  }

  private void second(VarveBuilder builder) {
    builder
        .orchestrator("Order", String.class, ShopApp::checkedOrder)
        .activity("Check", String.class, this::charge)
        .activity("Charge", String.class, this::charge);
  }

  private static String order(OrchestrationContext context, String item) {
    context.waitForExternalEvent("Paid", String.class).await();
    return item + " sold by 1.0, " + context.callActivity("Charge", item, String.class).await();
  }

  private static String checkedOrder(OrchestrationContext context, String item) {
    context.callActivity("Check", item, String.class).await();
    context.waitForExternalEvent("Paid", String.class).await();
    return item + " sold by 2.0, " + context.callActivity("Charge", item, String.class).await();
  }

  /** Notes which process ran it. */
  private String charge(ActivityContext context, String item) throws IOException {
    Files.writeString(
        journal,
        context.instanceId() + "\t" + process + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return "run by " + process;
  }
}
