package dev.varve.versioning.rehearsal;

import dev.varve.versioning.rehearsal.RehearsalReport.OfFunction;
import dev.varve.versioning.rehearsal.Verdict.Outcome;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report in the form that build servers read. */
final class ReportXml {
  private final XMLStreamWriter xml;

  private ReportXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static String of(RehearsalReport report) {
    StringWriter text = new StringWriter();
    try {
      new ReportXml(XMLOutputFactory.newInstance().createXMLStreamWriter(text)).write(report);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory can be written", e);
    }
    return text.toString();
  }

  private void write(RehearsalReport report) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "Rehearsal on " + clean(report.source()));
    for (OfFunction function : report.functions()) {
      write(
          function,
          report.findings().stream()
              .filter(f -> f.function().equals(function.function()))
              .toList());
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.flush();
  }

  private void write(OfFunction function, List<Finding> findings) throws XMLStreamException {
    String name = function.function().toString();
    long fitting = function.fits() > 0 ? 1 : 0;
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", String.valueOf(fitting + findings.size()));
    xml.writeAttribute("failures", count(findings, Outcome.WOULD_BREAK));
    xml.writeAttribute("errors", count(findings, Outcome.CANNOT_TELL));
    if (fitting > 0) {
      xml.writeEmptyElement("testcase");
      xml.writeAttribute("classname", name);
      xml.writeAttribute(
          "name", String.format(Locale.ROOT, "%,d instances that fit", function.fits()));
    }
    for (Finding finding : findings) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", name);
      xml.writeAttribute("name", clean(finding.instanceId()));
      xml.writeStartElement(
          finding.verdict().outcome() == Outcome.WOULD_BREAK ? "failure" : "error");
      xml.writeCharacters(clean(finding.verdict().explanation()));
      xml.writeEndElement();
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String count(List<Finding> findings, Outcome outcome) {
    return String.valueOf(findings.stream().filter(f -> f.verdict().outcome() == outcome).count());
  }

  /** XML cannot hold most control characters, nor half surrogate pairs, in any form. */
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> isXml(c) ? c : '\uFFFD')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
