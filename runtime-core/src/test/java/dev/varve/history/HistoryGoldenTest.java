package dev.varve.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stored form of every release stays readable for ever: these files may only be added to. */
class HistoryGoldenTest {
  private static final Pattern TURN_LINE =
      Pattern.compile(
          "\\{\"sequence\":(\\d+),\"time\":\"([^\"]+)\",\"commitId\":(\\d+),\"ran\":(true|false),"
              + "\"turn\":(.*)\\}");

  static Set<String> events() {
    return HistorySamples.events().keySet();
  }

  static Set<String> histories() {
    return HistorySamples.histories().keySet();
  }

  @ParameterizedTest
  @MethodSource("events")
  void a_golden_event_is_read_as_the_value_it_always_meant(String name) {
    assertThat(HistoryCodec.decodeEvent(golden(name + ".json").getBytes(UTF_8)))
        .isEqualTo(HistorySamples.events().get(name));
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_is_written_as_its_golden_file(String name) {
    byte[] written =
        HistoryCodec.encodeEvent(Objects.requireNonNull(HistorySamples.events().get(name)));

    assertThat(new String(written, UTF_8)).isEqualTo(golden(name + ".json"));
  }

  @Test
  void a_golden_failure_is_read_and_written() {
    String golden = golden("FailureDetails.json");

    assertThat(HistoryCodec.decodeFailure(golden.getBytes(UTF_8)))
        .isEqualTo(HistorySamples.FAILURE);
    assertThat(new String(HistoryCodec.encodeFailure(HistorySamples.FAILURE), UTF_8))
        .isEqualTo(golden);
  }

  @ParameterizedTest
  @MethodSource("histories")
  void a_golden_history_is_read_as_the_turns_it_always_meant(String name) {
    List<HistoryTurn> turns = new ArrayList<>();
    for (String line : golden("histories/" + name + ".jsonl").split("\n")) {
      Matcher turn = TURN_LINE.matcher(line);
      assertThat(turn.matches()).as(line).isTrue();
      turns.add(
          HistoryCodec.decodeTurn(
              Long.parseLong(turn.group(1)),
              Instant.parse(turn.group(2)),
              Long.parseLong(turn.group(3)),
              Boolean.parseBoolean(turn.group(4)),
              turn.group(5).getBytes(UTF_8)));
    }

    assertThat(turns).isEqualTo(HistorySamples.histories().get(name));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void a_history_is_written_as_its_golden_file(String name) {
    String written =
        Objects.requireNonNull(HistorySamples.histories().get(name)).stream()
            .map(HistoryGoldenTest::line)
            .collect(Collectors.joining("\n"));

    assertThat(written).isEqualTo(golden("histories/" + name + ".jsonl"));
  }

  static String line(HistoryTurn turn) {
    return "{\"sequence\":%d,\"time\":\"%s\",\"commitId\":%d,\"ran\":%s,\"turn\":%s}"
        .formatted(
            turn.sequence(),
            turn.time(),
            turn.commitId(),
            turn.ran(),
            new String(HistoryCodec.encodeTurn(turn.inputs(), turn.decisions()), UTF_8));
  }

  @Test
  void every_event_record_has_a_wire_name_and_a_golden_file() {
    Set<String> wireNames = new TreeSet<>(InputEventCodec.FORMS.keySet());
    wireNames.addAll(DecisionEventCodec.FORMS.keySet());
    Set<Class<?>> sampled =
        HistorySamples.events().values().stream()
            .map(Object::getClass)
            .collect(Collectors.toUnmodifiableSet());

    List<Class<?>> records = records(HistoryEvent.class).toList();

    assertThat(records).hasSizeGreaterThan(15).doesNotHaveDuplicates();
    assertThat(sampled).containsExactlyInAnyOrderElementsOf(records);
    assertThat(wireNames).hasSameSizeAs(records).isSubsetOf(events());
  }

  /** A record may be reached twice, as a kind of its own and as a member of a group. */
  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(HistoryGoldenTest::records).distinct();
  }

  private static String golden(String name) {
    try (InputStream in = HistoryGoldenTest.class.getResourceAsStream("/golden/v1/" + name)) {
      assertThat(in).as("golden file " + name).isNotNull();
      return new String(in.readAllBytes(), UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new AssertionError("golden file " + name, e);
    }
  }
}
