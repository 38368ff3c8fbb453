package dev.varve.versioning.parked;

import dev.varve.versioning.parked.ParkedInstance.Difference;
import dev.varve.versioning.parked.RetryReport.Answer;
import dev.varve.versioning.parked.RetryReport.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Parked instances for people. */
final class ParkedText {
  private ParkedText() {}

  static String of(ParkedPage page) {
    StringBuilder text = new StringBuilder();
    int count = page.instances().size();
    if (count == 0) {
      line(text, "Hub %s: no instance is parked or waits for its version.", page.hub());
    } else {
      line(
          text,
          "Hub %s: %d %s that cannot go on.",
          page.hub(),
          count,
          count == 1 ? "instance" : "instances");
    }
    page.instances().forEach(instance -> add(text, instance));
    page.continuation().ifPresent(next -> line(text, "There are more behind %s", next));
    return text.toString();
  }

  static String of(ParkedInstance instance) {
    StringBuilder text = new StringBuilder();
    add(text, instance);
    if (instance.difference().isEmpty()) {
      line(text, "%s", instance.explanation().indent(2).stripTrailing());
    }
    line(text, "  What to do: %s", instance.whatToDo());
    return text.toString();
  }

  static String of(RetryReport report) {
    StringBuilder text = new StringBuilder();
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Answer answer : report.answers()) {
      counts.merge(answer.outcome(), 1, Integer::sum);
      line(text, "%s %s", answer.instanceId(), answer.outcome().words());
    }
    line(
        text,
        "Hub %s: %d of %d are tried again.",
        report.hub(),
        counts.getOrDefault(Outcome.ASKED, 0),
        report.answers().size());
    report.continuation().ifPresent(next -> line(text, "There are more behind %s", next));
    return text.toString();
  }

  private static void add(StringBuilder text, ParkedInstance instance) {
    line(
        text,
        "%n%s %s (%s): %s%s",
        instance.function(),
        instance.instanceId(),
        instance.status().name().toLowerCase(Locale.ROOT),
        instance.condition(),
        instance.since().map(since -> " since " + since).orElse(""));
    instance.difference().ifPresent(difference -> add(text, difference));
    if (!instance.failedBuilds().isEmpty()) {
      line(text, "  builds that failed: %s", String.join(", ", instance.failedBuilds()));
    }
  }

  private static void add(StringBuilder text, Difference difference) {
    line(text, "  event %d, recorded: %s", difference.event(), difference.recorded());
    line(text, "  event %d, now:      %s", difference.event(), difference.now());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
