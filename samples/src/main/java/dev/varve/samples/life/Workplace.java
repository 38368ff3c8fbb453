package dev.varve.samples.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.samples.Await;
import dev.varve.samples.ChildJvm;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The desk of a developer and the machine it is deployed on, in one folder: sources, builds, the
 * running shop with its store, and the command line.
 */
final class Workplace implements AutoCloseable {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String HUB = "shop";

  private final Path directory;
  private final Path sources;
  private final PrintStream out;
  private final SqliteStorage storage;
  private @Nullable ChildJvm shop;

  private Workplace(Path directory, PrintStream out) {
    this.directory = directory;
    this.sources = directory.resolve("src");
    this.out = out;
    this.storage = SqliteStorage.at(directory.resolve("shop.db"));
  }

  /** An empty one with a copy of the sources; what was in the folder is deleted. */
  static Workplace of(Path sources, Path directory, PrintStream out) throws IOException {
    if (Files.exists(directory)) {
      for (Path path : files(directory, path -> true).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    Path copy = directory.resolve("src");
    for (Path file : files(sources, Files::isRegularFile).toList()) {
      copy(file, copy.resolve(sources.relativize(file).toString()));
    }
    return new Workplace(directory.toAbsolutePath(), out);
  }

  private static Stream<Path> files(Path directory, Predicate<Path> which) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(which).toList().stream();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(Objects.requireNonNull(to.getParent()));
    Files.copy(from, to);
  }

  /** The text of a source. */
  String source(String name) throws IOException {
    return Files.readString(sources.resolve("shop").resolve(name));
  }

  /** Replaces a source, as an editor does. */
  void edit(String name, String text) throws IOException {
    out.println("# " + name + " is edited");
    Files.writeString(sources.resolve("shop").resolve(name), text);
  }

  /** Deletes a source. */
  void delete(String name) throws IOException {
    out.println("# " + name + " is deleted");
    Files.delete(sources.resolve("shop").resolve(name));
  }

  /** Compiles the sources into a folder of that name. */
  void build(String name) throws IOException {
    Path classes = directory.resolve("builds").resolve(name);
    Files.createDirectories(classes);
    List<String> arguments =
        new ArrayList<>(
            List.of("--release", "21", "-proc:none", "-cp", CLASS_PATH, "-d", classes.toString()));
    for (Path file : files(sources, Files::isRegularFile).toList()) {
      if (file.toString().endsWith(".java")) {
        arguments.add(file.toString());
      } else {
        copy(file, classes.resolve(sources.relativize(file).toString()));
      }
    }
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, problems, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new IllegalStateException("build " + name + " fails: " + problems.toString(UTF_8));
    }
    out.println("# build " + name + " is made");
  }

  /** Stops the shop and starts another build of it; returns the first line that it prints. */
  String deploy(String build) {
    stop();
    String classPath = directory.resolve("builds").resolve(build) + File.pathSeparator + CLASS_PATH;
    shop = ChildJvm.startIn(directory, classPath, "shop.Shop");
    String first = shop.nextLine();
    out.println("# build " + build + " is started: " + first);
    return first;
  }

  private void stop() {
    if (shop != null) {
      shop.stop();
      shop = null;
    }
  }

  /** Asks the shop something. */
  String ask(String request) {
    return Objects.requireNonNull(shop).ask(request);
  }

  /** Takes orders, and waits until they are charged and wait to be packed. */
  void takeOrders(String... ids) {
    for (String id : ids) {
      ask("order " + id);
    }
    out.println("# orders are taken: " + String.join(", ", ids));
    await("orders wait to be packed", ids, row -> completedSteps(row) == 2);
  }

  private long completedSteps(InstanceRow order) {
    return hub().history(order.instanceId(), 0, 100).stream()
        .flatMap(turn -> turn.inputs().stream())
        .filter(TaskCompleted.class::isInstance)
        .count();
  }

  /** Tells the shop that the orders are packed. */
  void pack(String... ids) {
    for (String id : ids) {
      ask("packed " + id);
    }
    out.println("# orders are packed: " + String.join(", ", ids));
  }

  void awaitEnded(String... ids) {
    await("orders have ended", ids, row -> row.status().isFinished());
  }

  void awaitParked(String... ids) {
    await("orders are parked", ids, row -> row.park().isPresent());
  }

  private void await(String what, String[] ids, Predicate<InstanceRow> condition) {
    for (String id : ids) {
      await(what + ", and " + id, () -> condition.test(hub().instance(id).orElseThrow()));
    }
  }

  void await(String what, BooleanSupplier condition) {
    Await.until(what, PATIENCE, condition);
  }

  private HubStore hub() {
    return storage.hub(HUB);
  }

  /** How many activities ran for orders whose id begins so, in code of a version. */
  String runs(String orders, String version) throws IOException {
    long runs =
        journal().stream()
            .filter(line -> line.startsWith(orders) && line.endsWith("_" + version))
            .count();
    return "%d runs of %s code for %s".formatted(runs, version, orders);
  }

  /** How many activities ran, and how many of these runs repeat an earlier one. */
  String runs() throws IOException {
    List<String> journal = journal();
    int repeats = journal.size() - new HashSet<>(journal).size();
    return "%d runs, %s twice".formatted(journal.size(), repeats == 0 ? "none" : repeats);
  }

  /** Every run of an activity has left a line there: the order, and the code it was. */
  private List<String> journal() throws IOException {
    return Files.readAllLines(directory.resolve("journal.txt"));
  }

  /** What the code of the shop is compiled against, for the command line. */
  String libraries() {
    return CLASS_PATH;
  }

  /** Runs the command line in a process of its own, and shows what it prints. */
  Answer varve(String... arguments) {
    out.println(("$ varve " + quoted(arguments)).replace(CLASS_PATH, "\"$LIBRARIES\""));
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command(CLASS_PATH, "dev.varve.cli.Main", arguments))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("VARVE_STORE", "sqlite:shop.db");
    builder.environment().put("VARVE_HUB", HUB);
    try {
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      Answer answer = new Answer(process.waitFor(), text);
      out.print(text);
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException("varve cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while varve ran", e);
    }
  }

  private static String quoted(String... words) {
    List<String> shown = new ArrayList<>();
    for (String word : words) {
      shown.add(word.matches("[^ \"]*") ? word : "'" + word + "'");
    }
    return String.join(" ", shown);
  }

  /** Ends the shop, and closes the store. */
  @Override
  public void close() {
    try {
      if (shop != null) {
        shop.close();
      }
    } finally {
      storage.close();
    }
  }
}
