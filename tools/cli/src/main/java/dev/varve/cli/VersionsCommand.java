package dev.varve.cli;

import dev.varve.CurrentVersions.Snapshot;
import dev.varve.storage.HubStore;
import dev.varve.versioning.HubVersions;
import dev.varve.versioning.VersionsOverview;
import dev.varve.versioning.VersionsOverview.OfVersion;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs on which version, and what new starts get. */
@Command(
    name = "versions",
    description = {
      "Lists each version of each orchestrator: whether it is current and who says so, whether a"
          + " live worker serves it, and its instances. Files and variables of the programs are"
          + " not seen from here."
    })
final class VersionsCommand implements Callable<Integer> {
  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    return store.reading(hub -> {
      VersionsOverview overview = overview(hub);
      output.print(document(hub.name(), overview), text(overview));
      return ExitCode.DONE;
    });
  }

  private static VersionsOverview overview(HubStore hub) {
    Snapshot recorded = HubVersions.of(hub).current();
    return VersionsOverview.of(hub, () -> recorded, Set.of());
  }

  private static ObjectNode document(String hub, VersionsOverview overview) {
    ObjectNode root = Output.object().put("hub", hub);
    ArrayNode versions = root.putArray("versions");
    for (OfVersion version : overview.versions()) {
      ObjectNode node =
          versions
              .addObject()
              .put("function", version.function().toString())
              .put("base", version.function().base())
              .put("version", version.function().version())
              .put("current", version.isCurrent())
              .put("source", version.currentBySource().orElse(null))
              .put("served", version.served())
              .put("running", running(version))
              .put("waiting", waiting(version))
              .put("parked", version.parked())
              .put("finished", finished(version))
              .put("oldestActive", version.oldestActive().map(Object::toString).orElse(null));
      ObjectNode counts = node.putObject("counts");
      version.counts().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(count -> counts.put(count.getKey().name(), count.getValue()));
    }
    return root;
  }

  private static String text(VersionsOverview overview) {
    Table table =
        new Table(
            "VERSION",
            "RUNNING",
            "WAITING",
            "PARKED",
            "FINISHED",
            "OLDEST ACTIVE",
            "SERVED",
            "CURRENT");
    for (OfVersion version : overview.versions()) {
      table.row(
          version.function(),
          running(version),
          waiting(version),
          version.parked(),
          finished(version),
          Output.time(version.oldestActive()),
          version.served() ? "yes" : "no",
          version.currentBySource().map(source -> "yes, " + source).orElse("no"));
    }
    return table.toString();
  }

  /** Instances that a live worker may go on with. */
  private static long running(OfVersion version) {
    return version.served() ? version.active() - version.parked() : 0;
  }

  /** Instances that nobody could go on with. */
  private static long waiting(OfVersion version) {
    return version.served() ? 0 : version.active() - version.parked();
  }

  private static long finished(OfVersion version) {
    return version.total() - version.active();
  }
}
