package dev.varve.samples.fulfilment;

import dev.varve.samples.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The processes of the application; requests go to them by turns. */
final class Workers implements AutoCloseable {
  private final List<ChildJvm> apps;
  private int turn;

  private Workers(List<ChildJvm> apps) {
    this.apps = apps;
  }

  /** Starts so many and waits until they take requests. */
  static Workers launch(Path directory, int count) {
    List<ChildJvm> apps =
        IntStream.range(0, count)
            .mapToObj(i -> ChildJvm.start(OrderApp.class, directory.toString()))
            .toList();
    apps.forEach(ChildJvm::nextLine);
    return new Workers(apps);
  }

  /** Sends a request to one of them. */
  String ask(String request) {
    return apps.get(turn++ % apps.size()).ask(request);
  }

  /** Whether all of them give this answer. */
  boolean allAnswer(String request, Predicate<String> answer) {
    return apps.stream().allMatch(app -> answer.test(app.ask(request)));
  }

  void kill() {
    apps.forEach(ChildJvm::kill);
  }

  void stop() {
    apps.forEach(ChildJvm::stop);
  }

  @Override
  public void close() {
    apps.forEach(ChildJvm::close);
  }
}
