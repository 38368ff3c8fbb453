package dev.varve.benchmarks;

import dev.varve.azure.server.AzureServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One call of the command: measures each workload on each subject, in a JVM of the subject's own,
 * and all of them again for each further run, so that what is compared lies close together in time.
 */
final class Session implements AutoCloseable {
  private final Arguments arguments;
  private final Databases databases;
  private final Stock stock;
  private final Map<Subject, Fork> forks = new EnumMap<>(Subject.class);
  private final List<Figure> figures = new ArrayList<>();
  private final Set<String> skipped = new LinkedHashSet<>();

  private Session(Arguments arguments, Databases databases, Stock stock) {
    this.arguments = arguments;
    this.databases = databases;
    this.stock = stock;
  }

  static Report measure(Arguments arguments) throws Exception {
    Map<String, String> facts = Facts.of(arguments);
    if (arguments.profile().isPresent()) {
      Files.deleteIfExists(arguments.profile().get());
    }
    try (Databases databases = new Databases(arguments.directory());
        Stock stock = new Stock(arguments.directory(), databases);
        Session session = new Session(arguments, databases, stock)) {
      for (int run = 1; run <= arguments.runs(); run++) {
        session.run(run);
      }
      databases.version().ifPresent(version -> facts.put("postgresql", version));
      session.describePeers(facts);
      return new Report(
          UUID.randomUUID().toString(),
          facts,
          Row.of(session.figures),
          List.copyOf(session.skipped));
    }
  }

  private void run(int run) throws Exception {
    for (Subject subject : arguments.subjects()) {
      if (!subject.isEngine()) {
        measure(run, Limits.WORKLOAD, subject);
      }
    }
    for (Workload workload : arguments.workloads()) {
      for (Subject subject : arguments.subjects()) {
        if (workload.fits(subject)) {
          measure(run, workload.id(), subject);
        } else if (subject.isEngine()) {
          skipped.add(workload.id() + " on " + subject.id() + ": " + workload.misfit(subject));
        }
      }
    }
  }

  /** What is said of a peer stands beside its figures, so only of those that have some. */
  private void describePeers(Map<String, String> facts) {
    figures.stream()
        .map(Figure::subject)
        .filter(Subject::isPeer)
        .distinct()
        .forEach(peer -> facts.put(peer.id(), Peers.of(peer).description()));
  }

  private void measure(int run, String workload, Subject subject) throws Exception {
    try {
      List<Figure> measured = onItsSite(workload, subject);
      figures.addAll(measured);
      measured.forEach(figure -> tell(run, figure));
    } catch (Unavailable e) {
      skip(workload, subject, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      // What hours have measured is not lost because a peer has its troubles; our own are ours.
      if (!subject.isPeer()) {
        throw new IllegalStateException(workload + " on " + subject.id() + " failed", e);
      }
      skip(workload, subject, "it failed: " + e.getMessage());
    }
  }

  private List<Figure> onItsSite(String workload, Subject subject) throws Exception {
    Path directory = Files.createTempDirectory(arguments.directory(), "run");
    try {
      if (subject.needsAzure()) {
        try (AzureServer account = account()) {
          return inItsJvm(workload, subject, directory, account.connectionString());
        }
      }
      if (!subject.needsPostgres()) {
        return inItsJvm(workload, subject, directory, "");
      }
      try (Databases.Database database = databases.create()) {
        return inItsJvm(workload, subject, directory, database.url());
      }
    } finally {
      remove(directory);
    }
  }

  /** An empty one for each measurement, since an emulator grows slower with what it keeps. */
  private static AzureServer account() {
    try {
      return AzureServer.dedicated();
    } catch (RuntimeException e) {
      throw new Unavailable("no Azurite can be started: " + e.getMessage(), e);
    }
  }

  private List<Figure> inItsJvm(
      String workload, Subject subject, Path directory, String databaseUrl) throws IOException {
    MeasuringProcess.Order order =
        new MeasuringProcess.Order(
            workload,
            directory.toString(),
            arguments.downloads().toString(),
            databaseUrl,
            arguments.scale(),
            arguments.profile().map(Path::toString).orElse(null));
    MeasuringProcess.Result result = fork(subject).measure(order, stock);
    if (result.unavailable() != null) {
      throw new Unavailable(result.unavailable());
    }
    if (result.failure() != null) {
      throw new IOException(result.failure());
    }
    return result.figures();
  }

  private Fork fork(Subject subject) throws IOException {
    Fork fork = forks.get(subject);
    if (fork == null || !fork.isAlive()) {
      fork = Fork.of(subject);
      forks.put(subject, fork);
    }
    return fork;
  }

  private void skip(String workload, Subject subject, String reason) {
    String line = workload + " on " + subject.id() + ": " + reason;
    if (skipped.add(line)) {
      System.err.println("not measured: " + line);
    }
  }

  private static void tell(int run, Figure figure) {
    System.err.printf(
        Locale.ROOT,
        "run %d  %-7s %-14s %-24s %,14.3f %s%n",
        run,
        figure.workload(),
        figure.subject().id(),
        figure.metric(),
        figure.value(),
        figure.unit());
  }

  /** Ends the processes that measured. */
  @Override
  public void close() {
    forks.values().forEach(Fork::close);
  }

  static void remove(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
