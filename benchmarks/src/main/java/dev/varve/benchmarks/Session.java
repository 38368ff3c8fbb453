package dev.varve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One call of the command: measures each workload on each subject, and all of them again for each
 * further run, so that what is compared lies close together in time.
 */
final class Session {
  private final Arguments arguments;
  private final Recorder recorder;
  private final List<Figure> figures = new ArrayList<>();

  private Session(Arguments arguments, Recorder recorder) {
    this.arguments = arguments;
    this.recorder = recorder;
  }

  static Report measure(Arguments arguments) throws Exception {
    var facts = Facts.of(arguments);
    Session session = new Session(arguments, Recorder.into(arguments.profile()));
    for (int run = 1; run <= arguments.runs(); run++) {
      session.run(run);
    }
    return new Report(
        UUID.randomUUID().toString(), facts, Row.of(session.figures), session.skipped());
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
        }
      }
    }
  }

  private interface Step {
    List<Figure> measure(Site site) throws Exception;
  }

  private void measure(int run, String workload, Subject subject, Step step) throws Exception {
    Path directory = Files.createTempDirectory(arguments.directory(), "run");
    try {
      Site site = new Site(workload, subject, directory, arguments.scale(), recorder);
      List<Figure> measured = step.measure(site);
      figures.addAll(measured);
      for (Figure figure : measured) {
        System.err.printf(
            Locale.ROOT,
            "run %d  %-7s %-13s %-24s %,14.3f %s%n",
            run,
            workload,
            subject.id(),
            figure.metric(),
            figure.value(),
            figure.unit());
      }
    } finally {
      remove(directory);
    }
  }

  private List<String> skipped() {
    List<String> skipped = new ArrayList<>();
    for (Workload workload : arguments.workloads()) {
      for (Subject subject : arguments.subjects()) {
        if (subject.isEngine() && !workload.fits(subject)) {
          skipped.add(workload.id() + " on " + subject.id() + ": it keeps nothing to go on with");
        }
      }
    }
    return skipped;
  }

  private static void remove(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
