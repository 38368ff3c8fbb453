package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows the names of versions in configuration files, and makes versions current. */
final class Configuration {
  private final NameText names;
  private final Map<Path, Edited> files = new LinkedHashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final List<BumpRisk> risks = new ArrayList<>();

  private record Edited(SourceFile file, ConfigurationText text, Edits edits) {}

  /**
   * @param names of the copied functions; its keys are not looked at
   */
  Configuration(NameText names) {
    this.names = names;
  }

  /** Adds an entry for the new version beside each whose key names an old one. */
  void follow(SourceFile file) {
    ConfigurationText text = open(file).text;
    Edits changes = open(file).edits;
    if (ConfigurationKind.of(file.path()) == ConfigurationKind.OTHER) {
      report(file, new Span(0, file.text().length()));
    }
    int done = -1;
    for (ConfigurationText.Entry entry : text.entries()) {
      String key = names.key(entry.key());
      if (entry.whole().start() < done) {
        continue; // Inside an entry that was copied.
      }
      if (key.equals(entry.key())) {
        if (isScalar(entry, text)) {
          report(file, entry.value());
        }
        continue;
      }
      done = entry.whole().end();
      keys.put(entry.key(), key);
      boolean there =
          text.entries().stream().anyMatch(e -> e.group() == entry.group() && e.key().equals(key));
      if (!there) {
        String whole = file.text().substring(entry.whole().start(), entry.whole().end());
        text.insertBehind(entry, names.key(whole), changes);
      }
    }
  }

  private static boolean isScalar(ConfigurationText.Entry entry, ConfigurationText text) {
    return text.entries().stream().noneMatch(inner -> entry.value().contains(inner.whole()));
  }

  private void report(SourceFile file, Span part) {
    String text = file.text().substring(part.start(), part.end());
    int from = part.start();
    for (String line : text.split("\n", -1)) {
      if (!names.key(line).equals(line)) {
        risks.add(
            new BumpRisk(
                BumpRisk.Kind.NAMED_ELSEWHERE,
                file.at(from),
                "the configuration names an old version where no key can be followed; see whether"
                    + " the new one needs an entry"));
      }
      from += line.length() + 1;
    }
  }

  /** Sets orchestrators; activities follow them by the relative rule, unless they have an entry. */
  void activate(SourceFile file, Collection<CopiedFunction> functions) {
    ConfigurationText text = open(file).text;
    Edits changes = open(file).edits;
    Map<String, CopiedFunction> byBase = new LinkedHashMap<>();
    for (CopiedFunction each : functions) {
      byBase.merge(each.to().base(), each, (a, b) -> a.kind() == FunctionKind.ORCHESTRATOR ? a : b);
    }
    byBase.forEach((base, each) ->
        text.entries().stream()
            .filter(entry -> text.isOutermost(entry) && entry.key().equals(base))
            .findFirst()
            .ifPresentOrElse(
                entry -> set(file, entry, each.to().version(), changes),
                () -> {
                  if (each.kind() == FunctionKind.ORCHESTRATOR) {
                    text.append(base, each.to().version(), changes);
                  }
                }));
  }

  private static void set(
      SourceFile file, ConfigurationText.Entry entry, int version, Edits changes) {
    String value = file.text().substring(entry.value().start(), entry.value().end()).strip();
    if (!value.matches("[0-9]{1,10}")) {
      throw new BumpRefusedException(
          file.at(entry.whole().start())
              + ": the current version '"
              + value
              + "' of '"
              + entry.key()
              + "' is not a whole number; correct it first");
    }
    changes.replace(entry.value().start(), entry.value().end(), Integer.toString(version));
  }

  private Edited open(SourceFile file) {
    return files.computeIfAbsent(
        file.path(), path -> new Edited(file, ConfigurationText.of(file), new Edits()));
  }

  /** Keys that name an old version, to their siblings. */
  Map<String, String> keys() {
    return keys;
  }

  List<BumpRisk> risks() {
    return risks;
  }

  /** The files that get another text. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Edited each : files.values()) {
      String before = each.file.text();
      String after = each.edits.apply(before, 0, before.length());
      if (!after.equals(before)) {
        changes.add(new Change(each.file.path(), each.file, after));
      }
    }
    return changes;
  }
}
