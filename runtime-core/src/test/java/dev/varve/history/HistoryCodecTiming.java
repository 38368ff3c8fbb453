package dev.varve.history;

import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TimerFired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Prints how fast small events are written and read, to look at; a test would only be flaky. */
final class HistoryCodecTiming {
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.890123Z");
  private static final Payload PAYLOAD = new Payload("{\"id\":7,\"name\":\"abc\"}");

  private HistoryCodecTiming() {}

  public static void main(String[] arguments) {
    for (int round = 0; round < 5; round++) {
      measure("turns of 2 tasks", tasks(1));
      measure("turns of 200 tasks", tasks(100));
      measure("turns of 200 timers", timers(100));
    }
  }

  private static HistoryTurn tasks(int count) {
    List<InputEvent> inputs = new ArrayList<>();
    List<DecisionEvent> decisions = new ArrayList<>();
    FunctionName function = new FunctionName("Charge", 2);
    for (int i = 1; i <= count; i++) {
      inputs.add(new TaskCompleted(i, PAYLOAD));
      decisions.add(new TaskScheduled(i, function, "Charge", PAYLOAD, 1, i, Placement.LOCAL, null));
    }
    return new HistoryTurn(1, TIME, 1, true, inputs, decisions);
  }

  private static HistoryTurn timers(int count) {
    List<InputEvent> inputs = new ArrayList<>();
    List<DecisionEvent> decisions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      inputs.add(new TimerFired(i, TIME));
      decisions.add(new TimerCreated(i, TIME.plusSeconds(i)));
    }
    return new HistoryTurn(1, TIME, 1, true, inputs, decisions);
  }

  private static void measure(String what, HistoryTurn turn) {
    byte[] bytes = HistoryCodec.encodeTurn(turn.inputs(), turn.decisions());
    int turns = 2_000_000 / turn.size();
    long written = 0;
    long start = System.nanoTime();
    for (int i = 0; i < turns; i++) {
      written += HistoryCodec.encodeTurn(turn.inputs(), turn.decisions()).length;
    }
    long between = System.nanoTime();
    long read = 0;
    for (int i = 0; i < turns; i++) {
      read += HistoryCodec.decodeTurn(1, TIME, 1, true, bytes).size();
    }
    long end = System.nanoTime();
    System.out.printf(
        "%-20s write %5.2f, read %5.2f million events/s, %d bytes/event%n",
        what, rate(read, start, between), rate(read, between, end), written / read);
  }

  private static double rate(long events, long from, long to) {
    return events * 1_000.0 / Duration.ofNanos(to - from).toNanos();
  }
}
