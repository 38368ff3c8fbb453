package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionName;
import dev.varve.versioning.HubVersions;
import dev.varve.versioning.VersionChange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The current versions that the hub keeps. */
@Command(
    name = "current",
    description = "Shows and moves the current versions that are kept in the hub.",
    subcommands = {
      CurrentCommand.Get.class,
      CurrentCommand.SetVersion.class,
      CurrentCommand.Remove.class,
      CurrentCommand.History.class
    })
final class CurrentCommand extends CommandGroup {
  /** What the libraries call the default version. */
  private static final String DEFAULT = "*";

  /** Who makes a change, and why. */
  private static final class Reasons {
    @Option(
        names = "--who",
        paramLabel = "NAME",
        description = "Who makes the change; the user of this process unless given.")
    private String who = System.getProperty("user.name");

    @Option(names = "--why", paramLabel = "TEXT", description = "Why; the audit trail keeps it.")
    private String why = "";
  }

  /** Shows entries. */
  @Command(name = "get", description = "Shows the entries of the hub, or that of one base name.")
  static final class Get implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Output output = new Output();

    @Parameters(
        arity = "0..1",
        paramLabel = "BASE",
        description = "A base name, or '*' for the default version.")
    private Optional<String> base = Optional.empty();

    @Override
    public Integer call() {
      return store.reading(hub -> {
        TreeMap<String, Integer> entries = entries(HubVersions.of(hub).current());
        base.ifPresent(name -> {
          requireName(name);
          if (!entries.containsKey(name)) {
            throw new CommandFailedException(
                "hub " + hub.name() + " keeps no current version of '" + name + "'");
          }
          entries.keySet().retainAll(List.of(name));
        });
        ObjectNode root = Output.object().put("hub", hub.name());
        ObjectNode current = root.putObject("current");
        Table table = new Table("NAME", "CURRENT");
        entries.forEach((name, version) -> {
          current.put(name, version);
          table.row(name, version);
        });
        output.print(
            root,
            entries.isEmpty()
                ? "hub " + hub.name() + " keeps no current versions"
                : table.toString());
        return ExitCode.DONE;
      });
    }

    private static TreeMap<String, Integer> entries(Snapshot current) {
      TreeMap<String, Integer> entries = new TreeMap<>();
      current.versions().forEach((name, entry) -> entries.put(name, entry.version()));
      if (current.defaultEntry() != null) {
        entries.put(DEFAULT, current.defaultEntry().version());
      }
      return entries;
    }
  }

  /** Moves an entry. */
  @Command(
      name = "set",
      description = {
        "Makes a version current for new starts; writes to the store. Refused if no live worker"
            + " serves it."
      })
  static final class SetVersion implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Reasons reasons = new Reasons();
    @Mixin private final Output output = new Output();

    @Option(names = "--force", description = "Also if no live worker serves it.")
    private boolean force;

    @Parameters(
        index = "0",
        paramLabel = "BASE",
        description = "A base name, or '*' for the default version.")
    private String base = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "A whole number from 0.")
    private int version;

    @Override
    public Integer call() {
      return store.writing(hub -> {
        HubVersions kept = HubVersions.of(hub);
        HubVersions versions = force ? kept.force() : kept;
        boolean changed =
            typed(() ->
                base.equals(DEFAULT)
                    ? versions.setDefault(version, reasons.who, reasons.why)
                    : versions.set(base, version, reasons.who, reasons.why));
        output.print(
            Output.object()
                .put("hub", hub.name())
                .put("name", base)
                .put("version", version)
                .put("changed", changed),
            (changed ? "new starts get " : "nothing changed: new starts get ")
                + (base.equals(DEFAULT)
                    ? "version " + version + " of names without an entry"
                    : new FunctionName(base, version)));
        return ExitCode.DONE;
      });
    }
  }

  /** Takes an entry away. */
  @Command(
      name = "remove",
      description = "Leaves a name to the other sources again; writes to the store.")
  static final class Remove implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Reasons reasons = new Reasons();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "BASE", description = "A base name, or '*' for the default version.")
    private String base = "";

    @Override
    public Integer call() {
      return store.writing(hub -> {
        HubVersions versions = HubVersions.of(hub);
        boolean changed =
            typed(() ->
                base.equals(DEFAULT)
                    ? versions.removeDefault(reasons.who, reasons.why)
                    : versions.remove(base, reasons.who, reasons.why));
        output.print(
            Output.object().put("hub", hub.name()).put("name", base).put("changed", changed),
            changed
                ? "removed the entry of " + base
                : "nothing changed: hub " + hub.name() + " keeps no current version of " + base);
        return ExitCode.DONE;
      });
    }
  }

  /** Tells what was changed. */
  @Command(name = "history", description = "Lists all changes, oldest first.")
  static final class History implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Output output = new Output();

    @Parameters(
        arity = "0..1",
        paramLabel = "BASE",
        description = "Only those of a base name, or '*' for the default version.")
    private Optional<String> base = Optional.empty();

    @Override
    public Integer call() {
      base.ifPresent(CurrentCommand::requireName);
      return store.reading(hub -> {
        List<VersionChange> changes =
            HubVersions.of(hub)
                .history()
                .filter(change -> base.isEmpty() || base.get().equals(change.name()))
                .toList();
        ObjectNode root = Output.object().put("hub", hub.name());
        ArrayNode array = root.putArray("changes");
        Table table = new Table("AT", "NAME", "FROM", "TO", "WHO", "WHY");
        for (VersionChange change : changes) {
          array
              .addObject()
              .put("at", change.at().toString())
              .put("name", change.name())
              .put("from", boxed(change.from()))
              .put("to", boxed(change.to()))
              .put("who", change.who())
              .put("why", change.why());
          table.row(
              Output.time(change.at()),
              change.name(),
              shown(change.from()),
              shown(change.to()),
              change.who(),
              change.why());
        }
        output.print(root, changes.isEmpty() ? "no changes" : table.toString());
        return ExitCode.DONE;
      });
    }

    private static @Nullable Integer boxed(OptionalInt version) {
      return version.isPresent() ? (Integer) version.getAsInt() : null;
    }

    private static String shown(OptionalInt version) {
      return version.isPresent() ? Integer.toString(version.getAsInt()) : "-";
    }
  }

  private static void requireName(String base) {
    if (!base.equals(DEFAULT) && typed(() -> FunctionName.parse(base)).version() != 0) {
      throw new WrongUsageException(
          "'" + base + "' carries a version; give the base name, or '*' for the default version");
    }
  }
}
