package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.VersionChoice;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.versioning.CodeVersions;
import dev.varve.versioning.HubVersions;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.VersionsOverview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of docs/versioning.md, compiled and run. */
class VersioningPageTest {
  @TempDir Path directory;

  @Test
  void combined_sources_follow_the_file_until_code_overrides_it() throws IOException {
    Path file = Files.writeString(directory.resolve("versions.properties"), "Order=2\n");
    Path hostFile = Files.writeString(directory.resolve("host.json"), "{\"version\": \"2.0\"}");
    InMemoryStorage storage = new InMemoryStorage();
    // snippet:versioning-combined
    CodeVersions override = VersionSources.inCode();
    try (VersionSource versions =
        VersionSources.combined(
            override,
            VersionSources.systemProperties(),
            VersionSources.inHub(storage.hub("orders")),
            VersionSources.watching(file),
            VersionSources.environment(),
            VersionSources.hostJson(hostFile))) {
      runEngine(versions); // in an emergency: override.set("Order", 1)
    }
    // end
    assertThat(override.snapshot().versions()).isEmpty();
  }

  private static void runEngine(VersionSource versions) {
    assertThat(versions.snapshot().entry("Order").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void the_hub_keeps_current_versions_and_their_history() {
    InMemoryStorage storage = new InMemoryStorage();
    try (Varve varve =
        Varve.builder()
            .storage(storage)
            .hub("orders")
            .orchestrator("Order_v1", String.class, (context, name) -> name)
            .orchestrator("Order_v2", String.class, (context, name) -> name)
            .start()) {
      assertThat(Printed.by(() -> moveAndBack(storage)))
          .isEqualToNormalizingNewlines(
              """
              ann: OptionalInt.empty to OptionalInt[2], release 41
              ann: OptionalInt[2] to OptionalInt[1], 2 forgets the discount
              """);
    }
  }

  private static void moveAndBack(Storage storage) {
    // snippet:versioning-hub
    HubVersions versions = HubVersions.of(storage.hub("orders"));
    versions.set("Order", 2, "ann", "release 41");
    versions.set("Order", 1, "ann", "2 forgets the discount"); // back again
    versions
        .history()
        .forEach(change ->
            System.out.println(
                change.who() + ": " + change.from() + " to " + change.to() + ", " + change.why()));
    // end
  }

  @Test
  void the_overview_prints_a_line_for_each_version() {
    InMemoryStorage storage = new InMemoryStorage();
    try (Varve varve =
        Varve.builder()
            .storage(storage)
            .orchestrator("Order_v2", String.class, (context, name) -> name)
            .start()) {
      assertThat(
              Printed.by(
                  () -> print(storage.hub("default"), VersionSources.inCode(Map.of("Order", 2)))))
          .contains("Order_v2 {} Optional[code]");
    }
  }

  private static void print(HubStore hub, CodeVersions versions) {
    Set<FunctionName> registeredHere = Set.of(FunctionName.parse("Order_v2"));
    // snippet:versioning-overview
    VersionsOverview overview = VersionsOverview.of(hub, versions, registeredHere);
    for (VersionsOverview.OfVersion version : overview.versions()) {
      System.out.println(
          version.function() + " " + version.counts() + " " + version.currentBySource());
    }
    // end
  }

  /** What the first version of a meter keeps. */
  record Reading(int value) {}

  /** What the second one keeps. */
  record Usage(int value, int before) {}

  @Test
  void a_meter_goes_on_in_its_next_version_by_an_adapter() {
    // snippet:versioning-adapter
    Consumer<VarveBuilder> meter =
        builder ->
            builder
                .orchestrator(
                    "Meter_v1",
                    Reading.class,
                    (context, last) -> {
                      int read = context.waitForExternalEvent("Read", Integer.class).await();
                      context.continueAsNew(new Reading(read), VersionChoice.current());
                      return null;
                    })
                .orchestrator("Meter_v2", Usage.class, (context, last) -> last.toString())
                .inputAdapter(
                    "Meter_v2", "Meter_v1", Reading.class, old -> new Usage(old.value(), 0));
    // end
    CodeVersions versions = VersionSources.inCode(Map.of("Meter", 1));
    VarveBuilder builder = Varve.builder().currentVersions(versions);
    meter.accept(builder);
    try (Varve varve = builder.start()) {
      VarveClient client = varve.client();
      String id = client.scheduleNewOrchestrationInstance("Meter", new Reading(0));
      versions.set("Meter", 2);
      client.raiseEvent(id, "Read", 7);
      assertThat(client.waitForInstanceCompletion(id, Duration.ofMinutes(1)).outputAs(String.class))
          .isEqualTo("Usage[value=7, before=0]");
    }
  }
}
