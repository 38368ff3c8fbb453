package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.JacksonDataConverter;
import dev.varve.UnknownFunctionException;
import dev.varve.WaitTimeoutException;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppChange;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.CurrentChoice;
import dev.varve.versioning.router.Deployment;
import dev.varve.versioning.router.RoutedApp;
import dev.varve.versioning.router.RouterClient;
import dev.varve.versioning.router.RoutingTable;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The apps behind a router. The hub is that of the router; it carries out what is asked. */
@Command(
    name = "router",
    description = "Shows, deploys and removes the apps of a router; the hub is the router's own.",
    subcommands = {
      RouterCommand.Deploy.class,
      RouterCommand.Apps.class,
      RouterCommand.Remove.class
    })
final class RouterCommand extends CommandGroup {
  /** What deploying and removing have in common. */
  private abstract static class Change implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Output output = new Output();

    @Option(
        names = "--who",
        paramLabel = "NAME",
        description = "Who asks for it; the user of this process unless given.")
    private String who = System.getProperty("user.name");

    @Option(names = "--why", paramLabel = "TEXT", description = "Why; the audit log keeps it.")
    private String why = "on the command line";

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        description = "How long to wait for the end, 1 or more; 120 unless given.")
    private int timeout = 120;

    @Parameters(index = "0", paramLabel = "APP", description = "The name of the app.")
    private String app = "";

    final String app() {
      return app;
    }

    /** Asks the router, with who, why and how long to wait. */
    final int ask(Request request) {
      if (timeout < 1) {
        throw new WrongUsageException("--timeout is " + timeout + "; give 1 or more");
      }
      AppChange change =
          store.managing(
              new JacksonDataConverter(),
              (hub, client) -> answer(hub.name(), request, RouterClient.of(client, hub)));
      if (!change.succeeded()) {
        throw new CommandFailedException(change.key() + ": " + change.detail());
      }
      output.print(change.toJson(), change.key() + ": " + change.detail());
      return ExitCode.DONE;
    }

    private AppChange answer(String hub, Request request, RouterClient router) {
      try {
        return typed(() -> request.send(router, who, why, Duration.ofSeconds(timeout)));
      } catch (UnknownFunctionException e) {
        throw new CommandFailedException(
            "no router runs on hub " + hub + "; start one, or give the hub of one that runs");
      } catch (WaitTimeoutException e) {
        throw new CommandFailedException(
            "it is not done within " + timeout + " s, and goes on; see 'varve router apps'");
      }
    }

    /** What is asked for. */
    interface Request {
      AppChange send(RouterClient router, String who, String why, Duration timeout);
    }
  }

  /** Deploys. */
  @Command(
      name = "deploy",
      description = {
        "Deploys a build that the router's host knows: creates the app of its major and minor"
            + " version, or puts this patch in place of another."
      })
  static final class Deploy extends Change {
    @Parameters(index = "1", paramLabel = "VERSION", description = "major.minor.patch")
    private String version = "";

    @Option(
        names = "--current",
        paramLabel = "WHEN",
        description = {
          "Whether requests without a version go there afterwards: when-newer, which it is unless"
              + " given, if-none, always or never."
        })
    private String current = CurrentChoice.WHEN_NEWER.word();

    @Override
    public Integer call() {
      AppBuild build = typed(() -> AppBuild.of(app(), version));
      CurrentChoice choice = typed(() -> CurrentChoice.parse(current));
      return ask((router, who, why, timeout) ->
          router.deploy(new Deployment(build, choice, who, why), timeout));
    }
  }

  /** Removes. */
  @Command(
      name = "remove",
      description = {
        "Removes an app that is not current and has nothing to do. Its hub stays, with all results."
      })
  static final class Remove extends Change {
    @Parameters(index = "1", paramLabel = "VERSION", description = "major.minor")
    private String version = "";

    @Override
    public Integer call() {
      AppKey key = typed(() -> AppKey.ofVersion(app(), version));
      return ask((router, who, why, timeout) -> router.remove(key, who, why, timeout));
    }
  }

  /** Lists. */
  @Command(
      name = "apps",
      description = "Lists the apps and what state they are in; needs no router that runs.")
  static final class Apps implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Output output = new Output();

    @Override
    public Integer call() {
      RoutingTable apps = store.reading(RoutingTable::of);
      Table table = new Table("APP", "VERSION", "STATE", "CURRENT", "HUB", "SINCE", "REASON");
      for (RoutedApp app : apps.apps()) {
        table.row(
            app.key(),
            app.version(),
            app.state(),
            app.current() ? "yes" : "-",
            app.hub(),
            Output.time(app.since()),
            app.reason().orElse("-"));
      }
      output.print(
          apps.toJson(), apps.apps().isEmpty() ? "no app was ever deployed" : table.toString());
      return ExitCode.DONE;
    }
  }
}
