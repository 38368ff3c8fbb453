package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.Storage;
import dev.varve.versioning.parked.ParkedInstances;
import dev.varve.versioning.parked.ParkedPage;
import dev.varve.versioning.parked.RetryReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Runs the code on the page docs/parked.md. */
class ParkedPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Varve build(Storage storage, String build, Orchestrator<String, String> order) {
    return Varve.builder()
        .sharedStorage(storage)
        .hub("orders")
        .buildId(build)
        .orchestrator("Order_v1", String.class, order)
        .activity("Reserve_v1", String.class, card -> "reserved " + card)
        .activity("Check_v1", String.class, card -> "checked " + card)
        .start();
  }

  private static String good(OrchestrationContext context, String card) {
    String reserved = context.callActivity("Reserve", card, String.class).await();
    context.waitForExternalEvent("Go").await();
    return reserved;
  }

  private static String bad(OrchestrationContext context, String card) {
    context.callActivity("Check", card).await();
    return good(context, card);
  }

  @Test
  void what_a_bad_release_parks_is_listed_explained_and_retried() {
    try (InMemoryStorage storage = new InMemoryStorage()) {
      try (Varve release = build(storage, "release-7", ParkedPageTest::good)) {
        for (String id : new String[] {"order-17", "order-18"}) {
          release
              .client()
              .scheduleNewOrchestrationInstance("Order", "4711", StartOptions.withId(id));
          Await.until(
              id + " has reserved",
              PATIENCE,
              () -> storage.hub("orders").instance(id).orElseThrow().lastSequence() >= 3);
        }
      }
      try (Varve release = build(storage, "release-8", ParkedPageTest::bad)) {
        for (String id : new String[] {"order-17", "order-18"}) {
          release.client().raiseEvent(id, "Go");
          Await.until(
              id + " is parked",
              PATIENCE,
              () ->
                  release
                      .client()
                      .getInstanceMetadata(id)
                      .orElseThrow()
                      .condition()
                      .filter(InstanceCondition.DIVERGED::equals)
                      .isPresent());
        }
      }
      assertThat(Printed.by(() -> list(storage)))
          .contains("Hub orders: 2 instances that cannot go on.")
          .containsPattern("Order_v1 order-17 \\(running\\): DIVERGED since \\S+")
          .contains("  event 1, recorded: TaskScheduled: activity 'Reserve_v1' as task 1")
          .contains("  event 1, now:      TaskScheduled: activity 'Check' as task 1")
          .contains("  builds that failed: release-8")
          .contains("  What to do: Deploy the code of Order_v1 as it was, and put the change into");
      assertThat(Printed.by(() -> retry(storage)))
          .contains("order-17 is tried again")
          .contains("order-18 is tried again");
    }
  }

  private static void list(Storage storage) {
    // snippet:parked-list
    ParkedInstances parked = ParkedInstances.of(storage.hub("orders"));
    ParkedPage page = parked.list(InstanceQuery.ALL.withBaseName("Order").withVersion(1));
    System.out.print(page.toText());
    System.out.print(parked.explain("order-17").toText());
    // end
  }

  private static void retry(Storage storage) {
    ParkedInstances parked = ParkedInstances.of(storage.hub("orders"));
    // snippet:parked-retry
    RetryReport report = parked.retry(InstanceQuery.ALL.withBaseName("Order"), "disk replaced");
    System.out.print(report.toText());
    parked.retry("order-18", "disk replaced");
    // end
  }
}
