package dev.varve.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JVM in which one subject is measured and no other, with the flags of this one: what the
 * compiler has learned of one engine neither helps nor hinders another. For one thread.
 */
final class Fork implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Subject subject;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private Fork(Subject subject, Process process) {
    this.subject = subject;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  static Fork of(Subject subject) throws IOException {
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return new Fork(subject, ChildJvm.start(MeasuringProcess.class, flags, List.of(subject.id())));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Has something measured.
   *
   * @param stores asked for a store that is full already
   * @throws IOException if the process ends instead
   */
  MeasuringProcess.Result measure(MeasuringProcess.Order order, FullStores stores)
      throws IOException {
    say(JsonMapper.shared().writeValueAsString(order));
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(MeasuringProcess.RESULT)) {
        return JsonMapper.shared()
            .readValue(
                line.substring(MeasuringProcess.RESULT.length()), MeasuringProcess.Result.class);
      }
      if (line.startsWith(MeasuringProcess.STOCK)) {
        String[] sizes = line.substring(MeasuringProcess.STOCK.length()).split(" ", -1);
        say(stores.address(subject, Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1])));
      }
    }
    throw new IOException(
        String.format(Locale.ROOT, "the process that measures %s has ended", subject.id()));
  }

  private void say(String line) throws IOException {
    orders.append(line).append('\n').flush();
  }

  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
