package dev.varve.versioning.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.versioning.rehearsal.RehearsalReport.OfFunction;
import dev.varve.versioning.rehearsal.Verdict.CannotTell;
import dev.varve.versioning.rehearsal.Verdict.Diverges;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RehearsalReportTest {
  private static final FunctionName ORDER = FunctionName.parse("Order_v1");
  private static final FunctionName PARCEL = FunctionName.parse("Parcel_v2");

  private static final Finding DIVERGES =
      finding(
          "order-7\u0001<&>",
          ORDER,
          new Diverges(3, "activity 'Pay_v1'", "activity 'Ask_v1'", "Order_v1 no longer fits\nx"));
  private static final Finding UNKNOWN =
      finding("parcel-1", PARCEL, new CannotTell("the replay did not end"));

  private static Finding finding(String id, FunctionName function, Verdict verdict) {
    return new Finding(id, function, OrchestrationRuntimeStatus.RUNNING, verdict);
  }

  private static RehearsalReport report(List<OfFunction> functions, Finding... findings) {
    return new RehearsalReport(
        "hub orders", OptionalInt.empty(), functions, List.of(findings), Duration.ofMillis(12));
  }

  private static RehearsalReport mixed() {
    return report(
        List.of(new OfFunction(ORDER, 1_200, 1, 0), new OfFunction(PARCEL, 0, 0, 1)),
        DIVERGES,
        UNKNOWN);
  }

  @Test
  void B1_exit_codes_say_fits_would_break_and_cannot_tell() {
    assertThat(report(List.of()).exitCode()).isZero();
    assertThat(report(List.of(new OfFunction(ORDER, 5, 0, 0))).exitCode()).isZero();
    assertThat(mixed().exitCode()).isEqualTo(3);
    assertThat(report(List.of(new OfFunction(PARCEL, 2, 0, 1)), UNKNOWN).exitCode()).isEqualTo(4);
  }

  @Test
  void B1_the_text_has_the_counts_and_what_was_found() {
    assertThat(mixed().toText())
        .contains("Rehearsal on hub orders: of 1,202 instances 1 would break, and of 1 it cannot")
        .containsPattern("Order_v1 +1,200 +1 +0")
        .contains("would break\n  Order_v1 no longer fits\n  x")
        .contains("parcel-1 (running): cannot tell");
    assertThat(report(List.of()).toText()).contains("nothing is in flight");
    assertThat(report(List.of(new OfFunction(ORDER, 5, 0, 0))).toText())
        .contains("all 5 instances fit");
  }

  @Test
  void B1_the_text_says_how_many_are_not_shown() {
    Finding[] many = new Finding[25];
    java.util.Arrays.fill(many, DIVERGES);
    assertThat(report(List.of(new OfFunction(ORDER, 0, 2_000, 0)), many).toText())
        .endsWith("... and 1,980 more\n");
  }

  @Test
  void B1_the_JSON_has_the_counts_and_both_sides_of_a_divergence() {
    JsonNode json = JsonMapper.shared().readTree(mixed().toJson());
    assertThat(json.get("exitCode").asInt()).isEqualTo(3);
    assertThat(json.get("total").asLong()).isEqualTo(1_202);
    assertThat(json.get("functions")).hasSize(2);
    JsonNode first = json.get("findings").get(0);
    assertThat(first.get("instance").asString()).isEqualTo("order-7\u0001<&>");
    assertThat(first.get("verdict").asString()).isEqualTo("WOULD_BREAK");
    assertThat(first.get("event").asInt()).isEqualTo(3);
    assertThat(first.get("recorded").asString()).isEqualTo("activity 'Pay_v1'");
    assertThat(first.get("now").asString()).isEqualTo("activity 'Ask_v1'");
  }

  @Test
  void B1_the_JUnit_XML_counts_failures_and_errors_and_holds_any_instance_id() throws Exception {
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(mixed().toJUnitXml())));
    Element order = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(order.getAttribute("name")).isEqualTo("Order_v1");
    assertThat(order.getAttribute("tests")).isEqualTo("2");
    assertThat(order.getAttribute("failures")).isEqualTo("1");
    assertThat(order.getAttribute("errors")).isEqualTo("0");
    Element failed = (Element) order.getElementsByTagName("failure").item(0);
    assertThat(failed.getTextContent()).isEqualTo("Order_v1 no longer fits\nx");
    assertThat(((Element) failed.getParentNode()).getAttribute("name"))
        .isEqualTo("order-7\uFFFD<&>");
    Element parcel = (Element) xml.getElementsByTagName("testsuite").item(1);
    assertThat(parcel.getAttribute("errors")).isEqualTo("1");
  }
}
