package dev.varve.versioning;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Current versions from environment variables. */
final class EnvironmentVersions implements VersionSource {
  static final String PREFIX = "VARVE_VERSION_";
  static final String DEFAULT = "VARVE_DEFAULT_VERSION";

  /** As a base name, {@code Order_v2} would be {@code Order.v2}: surely not what was meant. */
  private static final Pattern LOOKS_VERSIONED = Pattern.compile(".*_[vV][0-9]*");

  private final Snapshot snapshot;

  EnvironmentVersions(Map<String, String> environment) {
    this.snapshot = read(environment);
  }

  private static Snapshot read(Map<String, String> environment) {
    EntryReader reader = new EntryReader("the environment");
    new TreeMap<>(environment)
        .forEach((variable, value) -> {
          if (variable.equals(DEFAULT)) {
            reader.addDefault(variable, value.strip(), named(variable));
          } else if (variable.startsWith(PREFIX)) {
            add(reader, variable, value.strip());
          }
        });
    return reader.snapshot();
  }

  private static void add(EntryReader reader, String variable, String value) {
    if (LOOKS_VERSIONED.matcher(variable).matches()) {
      reader.refuse(
          "%s carries a version; name the base alone, such as %sOrder=2"
              .formatted(named(variable), PREFIX));
    } else {
      reader.add(variable.substring(PREFIX.length()).replace('_', '.'), value, named(variable));
    }
  }

  private static String named(String variable) {
    return "environment variable " + EntryReader.shown(variable);
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
