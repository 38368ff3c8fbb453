package dev.varve.versioning.bump;

import java.nio.file.Path;
import java.util.Locale;

/** How a configuration file is written. */
enum ConfigurationKind {
  PROPERTIES,
  JSON,
  /** Text whose keys are not known; it is searched, never changed. */
  OTHER;

  static ConfigurationKind of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".properties")) {
      return PROPERTIES;
    }
    return name.endsWith(".json") ? JSON : OTHER;
  }
}
