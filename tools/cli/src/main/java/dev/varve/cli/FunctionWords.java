package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.lock.LockedFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Functions as they are written on the command line: {@code Order_v1}, or with their kind. */
final class FunctionWords {
  private FunctionWords() {}

  /**
   * Reads functions, each as a name or as a kind and a name, in one word or two.
   *
   * @param known among these a bare name must mean one
   * @throws WrongUsageException if a name is none, means several, or is not known
   */
  static List<FunctionKey> parse(List<String> words, Collection<LockedFunction> known) {
    List<String> apart =
        words.stream().flatMap(word -> Arrays.stream(word.strip().split("\\s+"))).toList();
    List<FunctionKey> keys = new ArrayList<>();
    for (int i = 0; i < apart.size(); i++) {
      Optional<FunctionKind> kind = kind(apart.get(i));
      if (kind.isPresent() && i + 1 < apart.size()) {
        i++;
        keys.add(new FunctionKey(kind.get(), name(apart.get(i))));
      } else {
        keys.add(only(name(apart.get(i)), known));
      }
    }
    return keys;
  }

  private static FunctionName name(String word) {
    return typed(() -> FunctionName.parse(word));
  }

  private static Optional<FunctionKind> kind(String word) {
    return Arrays.stream(FunctionKind.values()).filter(k -> k.word().equals(word)).findFirst();
  }

  private static FunctionKey only(FunctionName name, Collection<LockedFunction> known) {
    List<FunctionKey> found =
        known.stream().map(LockedFunction::key).filter(key -> key.name().equals(name)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new WrongUsageException(
        found.isEmpty()
            ? "there is no function '" + name + "' here, only " + keys(known)
            : "'"
                + name
                + "' is an orchestrator and an activity; write '"
                + found.getFirst()
                + "'");
  }

  private static List<FunctionKey> keys(Collection<LockedFunction> known) {
    return known.stream().map(LockedFunction::key).toList();
  }
}
