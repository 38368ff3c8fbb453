package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What came out of a comparison of a lock with the code of now.
 *
 * @param differences what differs, in the order of the lock
 */
public record LockCheck(List<LockDifference> differences) {
  /** The exit code if all locked functions are what they were. New ones are no failure. */
  public static final int FITS = 0;

  /** The exit code if a locked function changed or is gone. */
  public static final int DIFFERS = 3;

  public LockCheck {
    differences = List.copyOf(differences);
  }

  static LockCheck of(Lock locked, Lock now) {
    TreeSet<FunctionKey> keys = new TreeSet<>();
    locked.functions().forEach(function -> keys.add(function.key()));
    now.functions().forEach(function -> keys.add(function.key()));
    List<LockDifference> differences = new ArrayList<>();
    for (FunctionKey key : keys) {
      compare(key, locked.function(key), now.function(key)).ifPresent(differences::add);
    }
    return new LockCheck(differences);
  }

  private static Optional<LockDifference> compare(
      FunctionKey key, Optional<LockedFunction> before, Optional<LockedFunction> after) {
    if (before.isEmpty()) {
      return Optional.of(new LockDifference(key, LockDifference.State.NEW, List.of()));
    }
    if (after.isEmpty()) {
      return Optional.of(new LockDifference(key, LockDifference.State.GONE, List.of()));
    }
    if (before.get().fingerprint().equals(after.get().fingerprint())) {
      return Optional.empty();
    }
    return Optional.of(
        new LockDifference(
            key,
            LockDifference.State.CHANGED,
            PartChanges.between(before.get().parts(), after.get().parts())));
  }

  /** The difference of one function, if there is one. */
  public Optional<LockDifference> of(FunctionKey key) {
    return differences.stream().filter(difference -> difference.key().equals(key)).findFirst();
  }

  /** Whether every locked function is what it was. */
  public boolean fits() {
    return differences.stream()
        .allMatch(difference -> difference.state() == LockDifference.State.NEW);
  }

  /** {@link #FITS} or {@link #DIFFERS}, for a command or a build. */
  public int exitCode() {
    return fits() ? FITS : DIFFERS;
  }

  /** Everything, for people; empty if nothing differs. */
  public String message() {
    return differences.stream().map(LockDifference::message).collect(Collectors.joining("\n"));
  }
}
