package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.checked;
import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.RawJson;
import dev.varve.VarveClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What an instance is told. Each is durable when the command ends, and carried out by any live
 * worker, which need not have the instance's code.
 */
final class InstanceChanges {
  static final String NO_WORKER = "no worker is live; the next one that starts carries it out";

  private InstanceChanges() {}

  /** Tells one instance something. */
  private abstract static class Request implements Callable<Integer> {
    @Mixin private final StoreOptions store = new StoreOptions();
    @Mixin private final Output output = new Output();

    @Parameters(index = "0", paramLabel = "ID", description = "The instance.")
    private String id = "";

    /** The word for it, which is that of the command. */
    abstract String word();

    abstract void send(VarveClient client, String instanceId);

    @Override
    public final Integer call() {
      Instances.requireId(id);
      boolean alone =
          store.managing((hub, client) -> {
            checked(() -> send(client, id));
            return hub.sessions().isEmpty();
          });
      output.print(
          Output.object().put("id", id).put("request", word()).put("workers", !alone),
          "asked for " + id + ": " + word());
      if (alone) {
        output.note(NO_WORKER);
      }
      return ExitCode.DONE;
    }
  }

  /** Who asked, unless a reason is given. */
  static final class Reason {
    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why; the history keeps it. Who asks unless given.")
    private String text = System.getProperty("user.name") + ", on the command line";

    String text() {
      return text;
    }
  }

  /** Raises an event. */
  @Command(
      name = "events",
      description = "Raises an event for an instance, which keeps it until it waits for it.")
  static final class Event extends Request {
    @Parameters(index = "1", paramLabel = "NAME", description = "The event; case does not matter.")
    private String name = "";

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "JSON",
        description = "Its payload, one JSON value.")
    private Optional<String> payload = Optional.empty();

    @Override
    String word() {
      return "event " + name;
    }

    @Override
    void send(VarveClient client, String instanceId) {
      client.raiseEvent(instanceId, name, json("the payload", payload));
    }
  }

  /** Suspends. */
  @Command(
      name = "suspend",
      description = "Suspends an instance: it keeps what arrives until it is resumed.")
  static final class Suspend extends Request {
    @Mixin private final Reason reason = new Reason();

    @Override
    String word() {
      return "suspend";
    }

    @Override
    void send(VarveClient client, String instanceId) {
      client.suspendInstance(instanceId, reason.text());
    }
  }

  /** Resumes. */
  @Command(name = "resume", description = "Resumes a suspended instance; tries a parked one again.")
  static final class Resume extends Request {
    @Mixin private final Reason reason = new Reason();

    @Override
    String word() {
      return "resume";
    }

    @Override
    void send(VarveClient client, String instanceId) {
      client.resumeInstance(instanceId, reason.text());
    }
  }

  /** Rewinds. */
  @Command(
      name = "rewind",
      description = {
        "Puts a failed instance back to work, behind what was finished; its children along with it."
      })
  static final class Rewind extends Request {
    @Mixin private final Reason reason = new Reason();

    @Override
    String word() {
      return "rewind";
    }

    @Override
    void send(VarveClient client, String instanceId) {
      client.rewindInstance(instanceId, reason.text());
    }
  }

  /** Terminates. */
  @Command(
      name = "terminate",
      description = "Ends an instance and its children, whatever their state.")
  static final class Terminate extends Request {
    @Option(names = "--output", paramLabel = "JSON", description = "What it ends with.")
    private Optional<String> result = Optional.empty();

    @Option(names = "--alone", description = "Without its children.")
    private boolean withoutChildren;

    @Override
    String word() {
      return "terminate";
    }

    @Override
    void send(VarveClient client, String instanceId) {
      client.terminate(instanceId, json("the output", result), !withoutChildren);
    }
  }

  private static @Nullable String json(String what, Optional<String> given) {
    return given.map(json -> typed(() -> RawJson.require(what, json))).orElse(null);
  }
}
