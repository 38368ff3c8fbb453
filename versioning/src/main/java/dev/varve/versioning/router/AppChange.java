package dev.varve.versioning.router;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a deployment or a removal.
 *
 * @param detail in words
 * @param removable if the limit was reached: the apps that could be removed
 */
public record AppChange(AppKey key, Verdict verdict, String detail, List<AppKey> removable) {
  public AppChange {
    removable = List.copyOf(removable);
  }

  /** What became of it, in a word. */
  public enum Verdict {
    /** It was done. */
    DONE,
    /** There was nothing to do. */
    UNCHANGED,
    /** It may not be done as things are; nothing was changed. */
    REFUSED,
    /** As many apps are open as may be. */
    LIMIT_REACHED,
    /** It was tried and failed; what was there before is there still. */
    FAILED
  }

  /** Whether things are now as was asked. */
  public boolean succeeded() {
    return verdict == Verdict.DONE || verdict == Verdict.UNCHANGED;
  }

  /** As JSON: {@code key}, {@code verdict} in lower case, {@code detail}, {@code removable}. */
  public String toJson() {
    ObjectNode node =
        JsonMapper.shared()
            .createObjectNode()
            .put("key", key.toString())
            .put("verdict", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("detail", detail);
    ArrayNode apps = node.putArray("removable");
    removable.forEach(app -> apps.add(app.toString()));
    return node.toString();
  }
}
