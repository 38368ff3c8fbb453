package dev.varve.versioning;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Current versions from system properties, looked up at every start: a walk over about a hundred
 * keys, which costs far less than the start itself and needs no thread.
 */
final class SystemPropertyVersions implements VersionSource {
  static final String PREFIX = "varve.version.";
  static final String DEFAULT = "varve.default.version";

  private final Properties properties;
  private final LastGood<Map<String, String>> lastGood;

  SystemPropertyVersions(Properties properties) {
    this.properties = properties;
    this.lastGood =
        new LastGood<>("system properties", ours(properties), SystemPropertyVersions::read);
  }

  private static Map<String, String> ours(Properties properties) {
    Map<String, String> ours = new TreeMap<>();
    for (Map.Entry<Object, Object> property : properties.entrySet()) {
      if (property.getKey() instanceof String name
          && (name.startsWith(PREFIX) || name.equals(DEFAULT))) {
        ours.put(name, String.valueOf(property.getValue()).strip());
      }
    }
    return ours;
  }

  private static Snapshot read(Map<String, String> ours) {
    EntryReader reader = new EntryReader("system properties");
    ours.forEach((name, value) -> {
      String from = "system property " + EntryReader.shown(name);
      if (name.equals(DEFAULT)) {
        reader.addDefault(name, value, from);
      } else {
        reader.add(name.substring(PREFIX.length()), value, from);
      }
    });
    return reader.snapshot();
  }

  @Override
  public Snapshot snapshot() {
    return lastGood.see(ours(properties));
  }

  @Override
  public Optional<String> problem() {
    snapshot();
    return lastGood.problem();
  }

  @Override
  public void close() {}
}
