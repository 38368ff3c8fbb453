package dev.varve.versioning.rehearsal;

import dev.varve.versioning.rehearsal.RehearsalReport.OfFunction;
import dev.varve.versioning.rehearsal.Verdict.CannotTell;
import dev.varve.versioning.rehearsal.Verdict.Diverges;
import dev.varve.versioning.rehearsal.Verdict.Fits;
import dev.varve.versioning.rehearsal.Verdict.NotServed;
import dev.varve.versioning.rehearsal.Verdict.Unreadable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report for programs. */
final class ReportJson {
  private ReportJson() {}

  static String of(RehearsalReport report) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("source", report.source());
    report.sample().ifPresent(most -> root.put("sample", most));
    root.put("exitCode", report.exitCode());
    root.put("total", report.total());
    root.put("fits", report.fits());
    root.put("wouldBreak", report.wouldBreak());
    root.put("cannotTell", report.cannotTell());
    root.put("milliseconds", report.took().toMillis());
    ArrayNode functions = root.putArray("functions");
    for (OfFunction function : report.functions()) {
      functions
          .addObject()
          .put("function", function.function().toString())
          .put("fits", function.fits())
          .put("wouldBreak", function.wouldBreak())
          .put("cannotTell", function.cannotTell());
    }
    ArrayNode findings = root.putArray("findings");
    report.findings().forEach(finding -> add(findings.addObject(), finding));
    return root.toPrettyString();
  }

  private static void add(ObjectNode node, Finding finding) {
    node.put("instance", finding.instanceId());
    node.put("function", finding.function().toString());
    node.put("status", finding.status().name());
    node.put("verdict", finding.verdict().outcome().name());
    switch (finding.verdict()) {
      case Diverges diverges ->
          node.put("event", diverges.event())
              .put("recorded", diverges.recorded())
              .put("now", diverges.now());
      case NotServed missing -> node.put("missing", missing.function().toString());
      case Unreadable unreadable -> node.put("unreadable", unreadable.what());
      case Fits fits -> {}
      case CannotTell unknown -> {}
    }
    node.put("explanation", finding.verdict().explanation());
  }
}
