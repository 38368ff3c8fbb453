package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotTest {
  @Test
  void engines_are_bars_beside_each_other_by_the_logarithm_of_their_medians() throws Exception {
    Document drawing =
        drawn(
            TargetTest.row("W2", "varve-sqlite", "orchestrations", 1_000),
            TargetTest.row("W2", "dbos", "orchestrations", 100),
            TargetTest.row("W2", "temporal", "orchestrations", 10));

    List<Double> widths = widths(drawing);
    assertThat(widths).hasSize(3);
    assertThat(widths.get(0) - widths.get(1)).isCloseTo(widths.get(1) - widths.get(2), within());
    assertThat(widths.get(2)).isPositive();
    assertThat(texts(drawing)).contains("varve-sqlite", "1,000", "dbos", "100", "temporal", "10.0");
  }

  @Test
  void what_was_not_measured_has_no_chart() throws Exception {
    Document drawing = drawn(TargetTest.row("W3", "dbos", "fan-out and join", 3));

    assertThat(texts(drawing))
        .anyMatch(text -> text.startsWith("W3"))
        .noneMatch(text -> text.startsWith("W1"));
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.2);
  }

  private static Document drawn(Row... rows) throws Exception {
    String svg = Plot.of(new Report("run <1>", Map.of(), List.of(rows), List.of()));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Double> widths(Document drawing) {
    return elements(drawing, "rect").stream()
        .map(rectangle -> rectangle.getAttribute("width"))
        .filter(width -> !width.endsWith("%"))
        .map(Double::valueOf)
        .toList();
  }

  private static List<String> texts(Document drawing) {
    return elements(drawing, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document drawing, String name) {
    NodeList nodes = drawing.getElementsByTagName(name);
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (Element) nodes.item(i))
        .toList();
  }
}
