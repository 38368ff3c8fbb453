package dev.varve.versioning.lock;

import dev.varve.VarveBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fingerprints of functions: of those a program has registered, or of the released ones that a
 * lock file holds. Immutable.
 *
 * <p>Two fingerprints of a function are equal if its code does the same, as far as its class files
 * tell: the code that was registered, the code of the project that it reaches, the constants in it
 * and the types that become JSON. What else is in those classes does not matter, nor does the
 * compiler, nor any library.
 */
public final class Lock {
  private final Map<FunctionKey, LockedFunction> functions = new TreeMap<>();

  Lock(Collection<LockedFunction> functions) {
    functions.forEach(function -> this.functions.put(function.key(), function));
  }

  /** A lock of nothing, to begin with. */
  public static Lock empty() {
    return new Lock(List.of());
  }

  /**
   * The fingerprints of everything that is registered with a builder. Nothing is started and no
   * class is initialised; a factory of orchestrators is asked for one object.
   *
   * @param packages more packages whose classes are the project's own, those below them included;
   *     without any, these are all classes of the jars and folders that registered functions come
   *     from
   * @throws UnreadableCodeException if the code of a function cannot be found or read; the message
   *     names it
   */
  public static Lock of(VarveBuilder builder, String... packages) {
    return new Lock(Fingerprints.of(builder, List.of(packages)));
  }

  /**
   * Reads a lock file.
   *
   * @throws InvalidLockException if it is no lock file, or was changed by hand
   * @throws IOException if it cannot be read
   */
  public static Lock read(Path file) throws IOException {
    return LockFile.parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /**
   * Writes the lock file, as a whole or not at all. The same functions give the same bytes.
   *
   * @throws IOException if it cannot be written; what was there is still there
   */
  public void writeTo(Path file) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(written, LockFile.text(this), StandardCharsets.UTF_8);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** All functions, orchestrators first, then by name. */
  public List<LockedFunction> functions() {
    return List.copyOf(functions.values());
  }

  /** One function, if it is here. */
  public Optional<LockedFunction> function(FunctionKey key) {
    return Optional.ofNullable(functions.get(key));
  }

  /** Compares the code of a program with this lock. */
  public LockCheck check(VarveBuilder builder, String... packages) {
    return check(of(builder, packages));
  }

  /** Compares other fingerprints, those of now, with this lock. */
  public LockCheck check(Lock now) {
    return LockCheck.of(this, now);
  }

  /**
   * This lock and functions that are released now.
   *
   * @param now the fingerprints of the program
   * @throws IllegalArgumentException if one is locked already, or is not registered
   */
  public Lock with(Lock now, Collection<FunctionKey> released) {
    List<LockedFunction> all = new ArrayList<>(functions.values());
    for (FunctionKey key : released) {
      if (functions.containsKey(key)) {
        throw new IllegalArgumentException(
            "the " + key + " is locked already; if its code changed, accept that with a reason");
      }
      all.add(now.required(key));
    }
    return new Lock(all);
  }

  /**
   * This lock with the code of now for a function that had been released with other code.
   *
   * @param reason why no running instance is harmed: one line, which the file keeps
   * @throws IllegalArgumentException if the function is not locked or not registered, if its code
   *     did not change, or if the reason is empty
   */
  public Lock accept(Lock now, FunctionKey key, String reason) {
    LockedFunction before = required(key);
    LockedFunction after = now.required(key);
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "the reason to accept the change of the " + key + " is empty; say why it is harmless");
    }
    if (before.fingerprint().equals(after.fingerprint())) {
      throw new IllegalArgumentException(
          "the code of the " + key + " did not change; there is nothing to accept");
    }
    List<String> reasons = new ArrayList<>(before.accepted());
    reasons.add(reason.strip());
    Lock result = new Lock(functions.values());
    result.functions.put(key, after.accepted(reasons));
    return result;
  }

  /**
   * This lock without a function whose code was removed for good.
   *
   * @throws IllegalArgumentException if it is not locked
   */
  public Lock without(FunctionKey key) {
    required(key);
    Lock result = new Lock(functions.values());
    result.functions.remove(key);
    return result;
  }

  private LockedFunction required(FunctionKey key) {
    return function(key)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no " + key + " here, only " + functions.keySet()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lock that && functions.equals(that.functions);
  }

  @Override
  public int hashCode() {
    return functions.hashCode();
  }

  /** The text of the lock file. */
  @Override
  public String toString() {
    return LockFile.text(this);
  }
}
