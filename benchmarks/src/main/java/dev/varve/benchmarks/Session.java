package dev.varve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One call of the command: measures each workload on each subject, and all of them again for each
 * further run, so that what is compared lies close together in time.
 */
final class Session {
  private final Arguments arguments;
  private final Recorder recorder;
  private final Databases databases;
  private final Stock stock;
  private final List<Figure> figures = new ArrayList<>();
  private final Set<String> skipped = new LinkedHashSet<>();

  private Session(Arguments arguments, Recorder recorder, Databases databases, Stock stock) {
    this.arguments = arguments;
    this.recorder = recorder;
    this.databases = databases;
    this.stock = stock;
  }

  static Report measure(Arguments arguments) throws Exception {
    Map<String, String> facts = Facts.of(arguments);
    Recorder recorder = Recorder.into(arguments.profile());
    try (Databases databases = new Databases(arguments.directory());
        Stock stock = new Stock(arguments.directory(), databases)) {
      Session session = new Session(arguments, recorder, databases, stock);
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
        measure(run, Limits.WORKLOAD, subject, Limits::measure);
      }
    }
    for (Workload workload : arguments.workloads()) {
      for (Subject subject : arguments.subjects()) {
        if (workload.fits(subject)) {
          measure(run, workload.id(), subject, site -> workload.measurement(site).measure());
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

  private interface Step {
    List<Figure> measure(Site site) throws Exception;
  }

  private void measure(int run, String workload, Subject subject, Step step) throws Exception {
    try {
      List<Figure> measured = onItsSite(workload, subject, step);
      figures.addAll(measured);
      measured.forEach(figure -> tell(run, figure));
    } catch (Unavailable e) {
      skip(workload, subject, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      // What hours have measured is not lost because a peer has its troubles; our own are ours.
      if (!subject.isPeer()) {
        throw e;
      }
      skip(workload, subject, "it failed: " + e);
    }
  }

  private List<Figure> onItsSite(String workload, Subject subject, Step step) throws Exception {
    Path directory = Files.createTempDirectory(arguments.directory(), "run");
    try {
      if (!subject.needsPostgres()) {
        return step.measure(site(workload, subject, directory, ""));
      }
      try (Databases.Database database = databases.create()) {
        return step.measure(site(workload, subject, directory, database.url()));
      }
    } finally {
      remove(directory);
    }
  }

  private Site site(String workload, Subject subject, Path directory, String databaseUrl) {
    return new Site(
        workload,
        subject,
        directory,
        arguments.downloads(),
        databaseUrl,
        stock,
        arguments.scale(),
        recorder);
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
