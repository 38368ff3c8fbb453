package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.CurrentVersions;
import dev.varve.FunctionName;
import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.HubStore;
import dev.varve.versioning.CodeVersions;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.retire.MissingVersionsException;
import dev.varve.versioning.retire.RetireReport;
import dev.varve.versioning.retire.Retirement;
import dev.varve.versioning.retire.StartUpCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code on the page docs/retire.md, and compares the report that it shows. */
class RetirePageTest {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final String ID = "order-4711";

  @TempDir Path directory;

  private static String order(OrchestrationContext context, String card) {
    context.setCustomStatus("waiting");
    context.waitForExternalEvent("Packed", Duration.ofDays(30)).await();
    return context.callActivity("Charge", card, String.class).await();
  }

  private VarveBuilder builder() {
    return Varve.builder()
        .storage(SqliteStorage.at(file()))
        .hub("orders")
        .workerName("shop-1")
        .currentVersions(VersionSources.inCode(Map.of("Order", 2)));
  }

  private Path file() {
    return directory.resolve("orders.db");
  }

  /** An engine that has both versions, with an order of version 1 in flight. */
  private Varve shop() {
    Varve varve =
        builder()
            .orchestrator("Order_v1", String.class, RetirePageTest::order)
            .orchestrator("Order_v2", String.class, RetirePageTest::order)
            .activity("Charge_v1", String.class, card -> "charged " + card)
            .activity("Charge_v2", String.class, card -> "charged " + card)
            .start();
    varve.client().scheduleNewOrchestrationInstance("Order_v1", "a card", StartOptions.withId(ID));
    Await.until(
        "the order waits",
        Duration.ofSeconds(30),
        () ->
            "waiting"
                .equals(
                    varve
                        .client()
                        .getInstanceMetadata(ID)
                        .orElseThrow()
                        .customStatusAs(String.class)));
    return varve;
  }

  @Test
  void the_report_of_the_page_is_what_is_printed() throws IOException {
    CodeVersions versions = VersionSources.inCode(Map.of("Order", 2));
    try (Varve varve = shop();
        SqliteStorage storage = SqliteStorage.forReading(file())) {
      RetireReport report = Retirement.of(storage.hub("orders"), versions).report();
      System.out.print(report.toText());
      assertThat(timeless(Files.readString(Path.of("../docs/retire.md"))))
          .contains("```\n" + timeless(report.toText()) + "```");
      assertThat(exitCode(file(), versions)).isEqualTo(RetireReport.EXIT_NOT_SAFE);
      varve.client().raiseEvent(ID, "Packed", null);
      varve.client().waitForInstanceCompletion(ID, Duration.ofSeconds(30));
      assertThat(exitCode(file(), versions)).isEqualTo(RetireReport.EXIT_SAFE);
    }
  }

  private static int exitCode(Path file, CurrentVersions versions) {
    // snippet:retire-report
    try (SqliteStorage storage = SqliteStorage.forReading(file)) {
      RetireReport report = Retirement.of(storage.hub("orders"), versions).report();
      System.out.print(report.toText());
      return report.only(FunctionName.parse("Order_v1")).exitCode();
    }
    // end
  }

  private static String timeless(String text) {
    return TIME.matcher(text).replaceAll("TIME");
  }

  @Test
  void who_calls_a_function_can_be_said() {
    CodeVersions versions = VersionSources.inCode(Map.of("Order", 2));
    try (Varve varve = shop();
        SqliteStorage storage = SqliteStorage.forReading(file())) {
      HubStore hub = storage.hub("orders");
      Retirement said =
          // snippet:retire-callers
          Retirement.of(hub, versions)
              .onlyCalledBy("Charge", Set.of("Order", "Return")) // base names
              .onlyCalledBy("Order", Set.of()); // started from outside only
      // end
      assertThat(said.report().only(FunctionName.parse("Charge_v1")).exitCode())
          .isEqualTo(RetireReport.EXIT_NOT_SAFE);
      assertThat(varve.residentInstances()).isEqualTo(1);
    }
  }

  @Test
  void a_build_without_the_version_is_refused_until_nothing_needs_it() {
    shop().close();
    assertThatThrownBy(() -> start(builder()))
        .isInstanceOf(MissingVersionsException.class)
        .hasMessageContaining("orchestrator Order_v1 is missing: 1 in flight on it");
    try (Varve varve = builder().beforeStart(StartUpCheck.logging()).start()) {
      varve.client().terminate(ID, "not needed any more");
      varve.client().waitForInstanceCompletion(ID, Duration.ofSeconds(30));
    }
    start(builder());
  }

  private static void start(VarveBuilder builder) {
    // snippet:retire-strict
    try (Varve varve =
        builder
            .orchestrator("Order_v2", String.class, RetirePageTest::order)
            .activity("Charge_v2", String.class, card -> "charged " + card)
            .beforeStart(StartUpCheck.strict())
            .start()) {
      run(varve);
    }
    // end
  }

  private static void run(Varve varve) {
    assertThat(varve.residentInstances()).isZero();
  }
}
