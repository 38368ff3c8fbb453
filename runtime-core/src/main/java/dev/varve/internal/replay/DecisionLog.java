package dev.varve.internal.replay;

import dev.varve.history.DecisionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of the turn at hand. While replaying, each decision of the code is held against the
 * recorded one at the same place, by kind, name, version and position; live, it is added.
 */
final class DecisionLog {
  /** Why code and history part. */
  record Mismatch(int index, String recorded, String actual) {}

  private List<DecisionEvent> recorded = List.of();
  private int next;
  private List<DecisionEvent> added = new ArrayList<>(2);
  private boolean replaying;
  private @Nullable Mismatch mismatch;

  void beginReplay(List<DecisionEvent> decisions) {
    recorded = decisions;
    next = 0;
    replaying = true;
  }

  void beginLive() {
    added = new ArrayList<>(2);
    replaying = false;
  }

  boolean replaying() {
    return replaying;
  }

  List<DecisionEvent> added() {
    return added;
  }

  @Nullable Mismatch mismatch() {
    return mismatch;
  }

  /**
   * The recorded decision if there is a fitting one, or the new one; null if the code does not fit.
   *
   * @param actual says what the code did, for the message
   */
  <D extends DecisionEvent> @Nullable D decide(
      Class<D> kind, Predicate<D> fits, Supplier<String> actual, Supplier<D> decision) {
    if (!replaying) {
      D made = decision.get();
      added.add(made);
      return made;
    }
    if (next >= recorded.size()) {
      mismatch = new Mismatch(next, "nothing more in this turn", actual.get());
      return null;
    }
    DecisionEvent candidate = recorded.get(next);
    if (!kind.isInstance(candidate) || !fits.test(kind.cast(candidate))) {
      mismatch = new Mismatch(next, Descriptions.of(candidate), actual.get());
      return null;
    }
    next++;
    return kind.cast(candidate);
  }

  /** Whether the code has waited or ended before it took all the recorded decisions of the turn. */
  boolean fellShort(String actual) {
    if (replaying && mismatch == null && next < recorded.size()) {
      mismatch = new Mismatch(next, Descriptions.of(recorded.get(next)), actual);
    }
    return mismatch != null;
  }

  /** How many decisions the turn that is replayed has. */
  int recordedCount() {
    return recorded.size();
  }
}
