package dev.varve.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, reading them ends in a value or in a refusal that says where. */
class HistoryDamageTest {
  private static final String STARTED =
      "{'type':'ExecutionStarted','function':'A','resolution':'configured','versionSet':'s',"
          + "'execution':'e'";

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  private static HistoryTurn turn(byte[] bytes) {
    return HistoryCodec.decodeTurn(7, Instant.EPOCH, 1, true, bytes);
  }

  @Test
  void a_turn_cut_at_any_byte_is_refused() {
    for (HistoryTurn turn :
        HistorySamples.histories().values().stream().flatMap(List::stream).toList()) {
      byte[] whole = HistoryCodec.encodeTurn(turn.inputs(), turn.decisions());
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> turn(cut))
            .as("cut to %d bytes", length)
            .isInstanceOf(HistoryFormatException.class);
      }
    }
  }

  @Test
  void an_event_cut_at_any_byte_is_refused() {
    for (HistoryEvent event : HistorySamples.events().values()) {
      byte[] whole = HistoryCodec.encodeEvent(event);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> HistoryCodec.decodeEvent(cut))
            .as("%s cut to %d bytes", event, length)
            .isInstanceOf(HistoryFormatException.class);
      }
    }
  }

  @Test
  void a_changed_byte_gives_a_value_or_a_refusal_but_no_other_error() {
    byte[] others = {0, ' ', '"', '\\', ',', ':', '{', '}', '[', ']', '0', 'n', (byte) 0xC3, -1};
    int refused = 0;
    for (HistoryEvent event : HistorySamples.events().values()) {
      byte[] whole = HistoryCodec.encodeEvent(event);
      for (int at = 0; at < whole.length; at++) {
        for (byte other : others) {
          byte[] changed = whole.clone();
          changed[at] = other;
          refused += isRefused(changed) ? 1 : 0;
        }
      }
    }
    assertThat(refused).isGreaterThan(20_000);
  }

  /** Any other exception fails the test. */
  private static boolean isRefused(byte[] bytes) {
    try {
      HistoryCodec.decodeEvent(bytes);
      return false;
    } catch (HistoryFormatException e) {
      return true;
    }
  }

  @Test
  void a_newer_format_is_recognised_before_anything_in_it() {
    assertThatThrownBy(() -> turn(json("{'v':2,'who':[{'knows':1}]")))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessage(
            "turn 7: it has format 2, this worker reads up to 1; upgrade this worker to the version"
                + " that wrote it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "[]",
        "'x'",
        "{}",
        "{'v':0}",
        "{'v':-1}",
        "{'v':1.0}",
        "{'v':'1'}",
        "{'v':null}",
        "{'v':99999999999}",
        "{'v':1",
        "{'v':1}x",
        "{'v':1}{}",
        "{'v':1,'v':1}",
        "{'inputs':[],'v':1}",
        "{'v':1,'inputs':null}",
        "{'v':1,'inputs':{}}",
        "{'v':1,'inputs':[1]}",
        "{'v':1,'inputs':[null]}",
        "{'v':1,'inputs':[[]]}",
        "{'v':1,'inputs':[],'inputs':[]}",
        "{'v':1,'decisions':[],'decisions':[]}",
        "{'v':1,'other':[]}",
        "{'v':1,'inputs':[{}]}",
        "{'v':1,'inputs':[{'type':'TaskScheduled'," + "'id':1,'function':'A'}]}",
        "{'v':1,'decisions':[{'type':'TaskCompleted','id':1}]}"
      })
  void a_malformed_turn_is_refused(String text) {
    assertThatThrownBy(() -> turn(json(text)))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageStartingWith("turn 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':1}|unknown event type ''",
        "{'type':'Nonsense','id':1}|unknown event type 'Nonsense'",
        "{'type':'taskCompleted','id':1}|unknown event type 'taskCompleted'",
        "{'type':5,'id':1}|field 'type' is not a string",
        "{'type':'TaskCompleted'}|field 'id' is missing from TaskCompleted",
        "{'type':'TaskCompleted','id':'1'}|field 'id' is not a whole number",
        "{'type':'TaskCompleted','id':1.5}|field 'id' is not a whole number",
        "{'type':'TaskCompleted','id':null}|field 'id' is not a whole number",
        "{'type':'TaskCompleted','id':2147483648}|field 'id' is not a whole number",
        "{'type':'TaskCompleted','id':1,'id':1}|field 'id' occurs twice",
        "{'type':'TaskCompleted','id':1,'new':1}|unknown field 'new'",
        "{'type':'TaskCompleted','id':1,'name':'x'}|unknown field 'name' in TaskCompleted",
        "{'type':'TaskCompleted','id':1,'result':null}|field 'result' is not a string",
        "{'type':'TaskCompleted','id':1,'result':{}}|field 'result' is not a string",
        "{'type':'TaskFailed','id':1}|field 'failure' is missing from TaskFailed",
        "{'type':'TaskFailed','id':1,'failure':'x'}|field 'failure' is not an object",
        "{'type':'TaskFailed','id':1,'failure':{}}|field 'error' is missing from a failure",
        "{'type':'TaskFailed','id':1,'failure':{'error':'E','id':1}}|unknown field 'id'",
        "{'type':'TaskFailed','id':1,'failure':{'error':'E','supertypes':'x'}}|a list of strings",
        "{'type':'TaskFailed','id':1,'failure':{'error':'E','supertypes':[1]}}|a list of strings",
        "{'type':'TaskFailed','id':1,'failure':{'error':'E','nonRetriable':1}}|true or false",
        "{'type':'TimerFired','id':1,'fireAt':5}|field 'fireAt' is not a string",
        "{'type':'TimerFired','id':1,'fireAt':'soon'}|field 'fireAt' of TimerFired has no valid",
        "{'type':'TimerFired','id':1,'fireAt':'2026-01-01'}|has no valid value",
        "{'type':'TimerFired','id':1,'fireAt':'2026-02-30T00:00:00Z'}|has no valid value",
        "{'type':'TimerFired','id':1,'fireAt':'2026-01-01T24:00:00Z'}|has no valid value",
        "{'type':'TimerFired','id':1,'fireAt':'2026-01-01T00:00:00+01:00'}|has no valid value",
        "{'type':'TaskScheduled','id':1,'function':'A_v0'}|field 'function' of TaskScheduled",
        "{'type':'TaskScheduled','id':1,'function':'A','placement':'LOCAL'}|field 'placement'",
        "{'type':'TaskScheduled','id':1,'function':'A','timeout':'5s'}|field 'timeout'",
        "{'type':'TaskScheduled','id':1,'function':'A','attempt':true}|field 'attempt' is not",
        "{'type':'ExecutionCompleted','status':'running'}|field 'status' of ExecutionCompleted",
        "{'type':'ExecutionTerminated','recursive':'true'}|field 'recursive' is not true or false",
        "{'type':'TaskCompleted','id':1}}|malformed near byte",
        "{'type':'TaskCompleted','id':1} {}|something follows the end",
        "{'type':'TaskCompleted','id':01}|malformed near byte",
        "{'type':'TaskCompleted',id:1}|malformed near byte",
        "{'type':'TaskCompleted','id':1,}|malformed near byte",
      })
  void a_malformed_event_is_refused_with_the_field(String text, String message) {
    Throwable thrown = catchThrowable(() -> HistoryCodec.decodeEvent(json(text)));

    assertThat(thrown)
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageStartingWith("event: ")
        .hasMessageContaining("upgrade this worker")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'tags':{}}",
        ",'tags':['a']}",
        ",'tags':['a',1]}",
        ",'tags':['a','1','a','1']}",
        ",'parent':[]}",
        ",'parent':{}}",
        ",'parent':{'instance':'i','execution':'e'}}",
        ",'parent':{'instance':'i','execution':'e','id':1,'error':'x'}}",
        ",'start':''}",
        ",'continuedFrom':''}",
        ",'firstId':'1'}",
        ",'resolution':'configured'}"
      })
  void a_malformed_start_is_refused(String rest) {
    assertThat(HistoryCodec.decodeEvent(json(STARTED + "}"))).isNotNull();

    assertThatThrownBy(() -> HistoryCodec.decodeEvent(json(STARTED + rest)))
        .isInstanceOf(HistoryFormatException.class);
  }

  @Test
  void decisions_in_a_turn_that_has_not_run_are_refused() {
    byte[] bytes = json("{'v':1,'decisions':[{'type':'TaskCanceled','id':1}]}");

    assertThatThrownBy(() -> HistoryCodec.decodeTurn(3, Instant.EPOCH, 1, false, bytes))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining("turn 3: it has decisions but is marked as not run");
  }

  @Test
  void the_place_names_turn_list_and_element() {
    byte[] bytes =
        json("{'v':1,'inputs':[{'type':'TaskCompleted','id':1},{'type':'TaskCompleted'}]}");

    assertThatThrownBy(() -> turn(bytes))
        .isInstanceOfSatisfying(
            HistoryFormatException.class,
            e -> assertThat(e.where()).isEqualTo("turn 7, inputs[1]"));
  }

  @Test
  void a_nesting_bomb_is_refused() {
    String open = "{'error':'E','cause':".repeat(100_000);

    assertThatThrownBy(() -> HistoryCodec.decodeFailure(json(open)))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void a_refusal_quotes_no_user_data() {
    byte[] bytes = json("{'type':'TaskCompleted','id':1,'result':'4111-1111','result' secret}");

    Throwable thrown = catchThrowable(() -> HistoryCodec.decodeEvent(bytes));

    assertThat(thrown).isInstanceOf(HistoryFormatException.class).hasNoCause();
    assertThat(thrown.getMessage()).doesNotContain("4111").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE"})
  void another_encoding_gives_the_same_value_or_a_refusal(String encoding) throws Exception {
    byte[] bytes = "{\"type\":\"TaskCanceled\",\"id\":1}".getBytes(encoding);

    Throwable thrown = catchThrowable(() -> HistoryCodec.decodeEvent(bytes));

    assertThat(thrown == null || thrown instanceof HistoryFormatException).isTrue();
  }
}
