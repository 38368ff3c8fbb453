package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says in words how the parts of a function changed. */
final class PartChanges {
  private final Map<String, Part> before;
  private final Map<String, Part> after;
  private final List<String> changes = new ArrayList<>();

  private PartChanges(List<Part> before, List<Part> after) {
    this.before = byName(before);
    this.after = byName(after);
  }

  static List<String> between(List<Part> before, List<Part> after) {
    PartChanges changes = new PartChanges(before, after);
    changes.compare();
    return changes.changes;
  }

  private static Map<String, Part> byName(List<Part> parts) {
    Map<String, Part> named = new TreeMap<>();
    parts.forEach(part -> named.put(part.kind().ordinal() + " " + part.name(), part));
    return named;
  }

  private void compare() {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      Part old = before.get(name);
      Part now = after.get(name);
      if (old != null && now != null) {
        if (!old.equals(now)) {
          changed(old, now);
        }
      } else {
        cameOrWent(old, now);
      }
    }
  }

  private void cameOrWent(@Nullable Part old, @Nullable Part now) {
    if (old != null) {
      changes.add(word(old) + " is no longer part of it");
    } else if (now != null) {
      changes.add(word(now) + " is part of it now");
    }
  }

  private static String word(Part part) {
    return part.kind().word() + " " + part.name();
  }

  private void changed(Part old, Part now) {
    switch (old.kind()) {
      case PAYLOAD, ENUM -> changes.add(word(old) + ": " + old.value() + " -> " + now.value());
      case CODE, HELPER, CONSTANT, FIELD, INITIALISER -> {
        List<String> constants = constants(old, now);
        changes.add(
            word(old)
                + " changed"
                + (constants.isEmpty() ? "" : ": " + String.join(", ", constants)));
      }
    }
  }

  /** Which constants became others, if as many are there as before. */
  private static List<String> constants(Part old, Part now) {
    List<String> were = Literals.words(old.value());
    List<String> are = Literals.words(now.value());
    List<String> changes = new ArrayList<>();
    if (were.size() == are.size()) {
      for (int i = 1; i < were.size(); i++) {
        if (!were.get(i).equals(are.get(i))) {
          changes.add("constant " + were.get(i) + " became " + are.get(i));
        }
      }
    } else {
      List<String> added = new ArrayList<>(are.subList(1, are.size()));
      were.subList(1, were.size()).forEach(added::remove);
      List<String> removed = new ArrayList<>(were.subList(1, were.size()));
      are.subList(1, are.size()).forEach(removed::remove);
      added.forEach(constant -> changes.add("constant " + constant + " is new"));
      removed.forEach(constant -> changes.add("constant " + constant + " is gone"));
    }
    return changes;
  }
}
