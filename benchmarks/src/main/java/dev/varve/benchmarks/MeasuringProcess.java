package dev.varve.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JVM of one subject. It reads what to measure from standard input, a line each, and answers on
 * standard output, until its input ends.
 */
public final class MeasuringProcess {
  static final String STOCK = "stock ";
  static final String RESULT = "result ";

  private final Subject subject;
  private final BufferedReader orders;
  private final PrintStream answers;

  /**
   * One measurement.
   *
   * @param databaseUrl empty if none is needed
   */
  record Order(
      String workload,
      String directory,
      String downloads,
      String databaseUrl,
      double scale,
      @Nullable String profile) {}

  /**
   * What came of it.
   *
   * @param unavailable why it cannot be measured here
   * @param failure what went wrong
   */
  record Result(List<Figure> figures, @Nullable String unavailable, @Nullable String failure) {}

  private MeasuringProcess(Subject subject, BufferedReader orders, PrintStream answers) {
    this.subject = subject;
    this.orders = orders;
    this.answers = answers;
  }

  /** Takes the subject's id. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // What a library prints there would be taken for an answer.
    System.setOut(System.err);
    new MeasuringProcess(
            Subject.parse(arguments[0]),
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            answers)
        .serve();
    // Threads that a peer leaves behind do not keep it.
    System.exit(0);
  }

  private void serve() throws IOException {
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      Order order = JsonMapper.shared().readValue(line, Order.class);
      answers.println(RESULT + JsonMapper.shared().writeValueAsString(carryOut(order)));
    }
  }

  private Result carryOut(Order order) {
    try {
      return new Result(measure(order), null, null);
    } catch (Unavailable e) {
      return new Result(List.of(), String.valueOf(e.getMessage()), null);
    } catch (Exception e) {
      e.printStackTrace();
      return new Result(List.of(), null, String.valueOf(e));
    }
  }

  private List<Figure> measure(Order order) throws Exception {
    Site site =
        new Site(
            order.workload(),
            subject,
            Path.of(order.directory()),
            Path.of(order.downloads()),
            order.databaseUrl(),
            this::fullStore,
            order.scale(),
            Recorder.into(Optional.ofNullable(order.profile()).map(Path::of)));
    return order.workload().equals(Limits.WORKLOAD)
        ? Limits.measure(site)
        : Workload.parse(order.workload()).measurement(site).measure();
  }

  private String fullStore(Subject of, int finished, int sleeping) throws IOException {
    answers.println(STOCK + finished + " " + sleeping);
    String address = orders.readLine();
    if (address == null) {
      throw new IOException("the command has ended");
    }
    return address;
  }
}
