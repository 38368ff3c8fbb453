package dev.varve.versioning.lock;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is known of the code of one function.
 *
 * @param fingerprint 32 hexadecimal digits; equal if all parts are
 * @param parts what the code consists of, sorted
 * @param accepted why changes of it were accepted, oldest first
 */
public record LockedFunction(
    FunctionKey key, String fingerprint, List<Part> parts, List<String> accepted) {
  public LockedFunction {
    parts = parts.stream().sorted().toList();
    accepted = List.copyOf(accepted);
  }

  static LockedFunction of(FunctionKey key, List<Part> parts) {
    return new LockedFunction(key, fingerprint(parts), parts, List.of());
  }

  static String fingerprint(List<Part> parts) {
    return Digests.of(
        parts.stream().sorted().map(Part::toString).collect(Collectors.joining("\n")), 16);
  }

  LockedFunction accepted(List<String> reasons) {
    return new LockedFunction(key, fingerprint, parts, reasons);
  }
}
