package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.Varve;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.versioning.CodeVersions;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.VersionsOverview;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of docs/versioning.md, compiled and run. */
class VersioningPageTest {
  @TempDir Path directory;

  @Test
  void combined_sources_follow_the_file_until_code_overrides_it() throws IOException {
    Path file = directory.resolve("versions.properties");
    Files.writeString(file, "Order=2\n");
    // snippet:versioning-combined
    CodeVersions override = VersionSources.inCode();
    try (VersionSource versions =
        VersionSources.combined(
            override,
            VersionSources.systemProperties(),
            VersionSources.watching(file),
            VersionSources.environment())) {
      runEngine(versions); // in an emergency: override.set("Order", 1)
    }
    // end
    assertThat(override.snapshot().versions()).isEmpty();
  }

  private static void runEngine(VersionSource versions) {
    assertThat(versions.snapshot().entry("Order").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void the_overview_prints_a_line_for_each_version() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    InMemoryStorage storage = new InMemoryStorage();
    try (Varve varve =
        Varve.builder()
            .storage(storage)
            .orchestrator("Order_v2", String.class, (context, name) -> name)
            .start()) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      print(storage.hub("default"), VersionSources.inCode(Map.of("Order", 2)));
    } finally {
      System.setOut(console);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Order_v2 {} Optional[code]");
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
}
