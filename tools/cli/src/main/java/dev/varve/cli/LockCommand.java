package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.lock.Lock;
import dev.varve.versioning.lock.LockCheck;
import dev.varve.versioning.lock.LockDifference;
import dev.varve.versioning.lock.LockedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lock file of released versions. */
@Command(
    name = "lock",
    description = "Keeps the code of released versions from changing, by a lock file.",
    subcommands = {
      LockCommand.Check.class,
      LockCommand.Accept.class,
      LockCommand.Add.class,
      LockCommand.Remove.class
    })
final class LockCommand extends CommandGroup {
  private static final String KIND_AND_NAME =
      "Such as Order_v1, or 'orchestrator Order_v1' where an activity has that name, too.";

  /** Which file. */
  private static final class FileOption {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The lock file; versions.lock unless given.")
    private Path file = Path.of("versions.lock");

    Lock read() throws IOException {
      if (!Files.exists(file)) {
        throw new CommandFailedException(
            "there is no lock file " + file + "; 'varve lock add --all-new' makes one");
      }
      return Lock.read(file);
    }

    Lock readOrEmpty() throws IOException {
      return Files.exists(file) ? Lock.read(file) : Lock.empty();
    }
  }

  /** The code to compare with. */
  private static final class Now {
    @Mixin private final CodeOptions code = new CodeOptions();

    @Option(
        names = "--package",
        paramLabel = "PACKAGE",
        description = {
          "More packages whose classes are the project's own, those below them included; repeatable."
        })
    private List<String> packages = new ArrayList<>();

    Lock fingerprints() {
      return Lock.of(code.builder(), packages.toArray(String[]::new));
    }
  }

  /** Compares. */
  @Command(
      name = "check",
      description = "Compares the code of a build with the lock file; 3 if locked code changed.")
  static final class Check implements Callable<Integer> {
    @Mixin private final FileOption lock = new FileOption();
    @Mixin private final Now now = new Now();
    @Mixin private final Output output = new Output();

    @Override
    public Integer call() throws IOException {
      Lock locked = lock.read();
      LockCheck check = locked.check(now.fingerprints());
      output.print(document(check), text(locked, check));
      return check.exitCode();
    }

    private ObjectNode document(LockCheck check) {
      ObjectNode root =
          Output.object()
              .put("file", lock.file.toString())
              .put("exitCode", check.exitCode())
              .put("fits", check.fits());
      ArrayNode differences = root.putArray("differences");
      for (LockDifference difference : check.differences()) {
        ObjectNode node = differences.addObject();
        put(node, difference.key()).put("state", difference.state().name());
        ArrayNode changes = node.putArray("changes");
        difference.changes().forEach(changes::add);
      }
      return root;
    }

    private String text(Lock locked, LockCheck check) {
      String verdict =
          check.fits()
              ? "locked code is as it was: " + locked.functions().size() + " in " + lock.file
              : "locked code changed";
      return check.message() + (check.differences().isEmpty() ? "" : "\n") + verdict;
    }
  }

  /** Accepts a change. */
  @Command(
      name = "accept",
      description =
          "Accepts the changed code of a locked function; the lock file keeps the reason.")
  static final class Accept implements Callable<Integer> {
    @Mixin private final FileOption lock = new FileOption();
    @Mixin private final Now now = new Now();
    @Mixin private final Output output = new Output();

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why no running instance is harmed.")
    private String reason = "";

    @Parameters(arity = "1..2", paramLabel = "FUNCTION", description = KIND_AND_NAME)
    private List<String> function = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
      Lock locked = lock.read();
      List<FunctionKey> keys = FunctionWords.parse(function, locked.functions());
      if (keys.size() > 1) {
        throw new WrongUsageException(
            "a reason is for one function, not for " + keys + "; accept one after the other");
      }
      Lock registered = now.fingerprints();
      typed(() -> locked.accept(registered, keys.getFirst(), reason)).writeTo(lock.file);
      output.print(changed("accepted", keys, lock.file), "accepted " + keys.getFirst());
      return ExitCode.DONE;
    }
  }

  /** Locks. */
  @Command(
      name = "add",
      description = "Locks functions that are released now; makes the lock file if there is none.")
  static final class Add implements Callable<Integer> {
    @Mixin private final FileOption lock = new FileOption();
    @Mixin private final Now now = new Now();
    @Mixin private final Output output = new Output();

    @Option(names = "--all-new", description = "All that are registered and not locked yet.")
    private boolean allNew;

    @Parameters(arity = "0..*", paramLabel = "FUNCTION", description = KIND_AND_NAME)
    private List<String> functions = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
      if (functions.isEmpty() != allNew) {
        throw new WrongUsageException(
            "which functions? give them, or --all-new for all that are not locked yet");
      }
      Lock registered = now.fingerprints();
      Lock locked = lock.readOrEmpty();
      List<FunctionKey> keys =
          allNew
              ? notIn(locked, registered)
              : FunctionWords.parse(functions, registered.functions());
      if (!keys.isEmpty()) {
        typed(() -> locked.with(registered, keys)).writeTo(lock.file);
      }
      output.print(
          changed("added", keys, lock.file),
          keys.isEmpty() ? "nothing is new: all are in " + lock.file : lines("added ", keys));
      return ExitCode.DONE;
    }

    private static List<FunctionKey> notIn(Lock locked, Lock registered) {
      List<FunctionKey> there = locked.functions().stream().map(LockedFunction::key).toList();
      return registered.functions().stream()
          .map(LockedFunction::key)
          .filter(key -> !there.contains(key))
          .toList();
    }
  }

  /** Takes out. */
  @Command(
      name = "remove",
      description = "Takes functions out of the lock file, whose code is removed for good.")
  static final class Remove implements Callable<Integer> {
    @Mixin private final FileOption lock = new FileOption();
    @Mixin private final Output output = new Output();

    @Parameters(arity = "1..*", paramLabel = "FUNCTION", description = KIND_AND_NAME)
    private List<String> functions = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
      Lock locked = lock.read();
      List<FunctionKey> keys = FunctionWords.parse(functions, locked.functions());
      for (FunctionKey key : keys) {
        Lock before = locked;
        locked = typed(() -> before.without(key));
      }
      locked.writeTo(lock.file);
      output.print(changed("removed", keys, lock.file), lines("removed ", keys));
      return ExitCode.DONE;
    }
  }

  private static ObjectNode changed(String what, List<FunctionKey> keys, Path file) {
    ObjectNode root = Output.object().put("file", file.toString());
    ArrayNode array = root.putArray(what);
    keys.forEach(key -> put(array.addObject(), key));
    return root;
  }

  private static ObjectNode put(ObjectNode node, FunctionKey key) {
    return node.put("kind", key.kind().word()).put("function", key.name().toString());
  }

  private static String lines(String word, List<FunctionKey> keys) {
    return String.join("\n", keys.stream().map(key -> word + key).toList());
  }
}
