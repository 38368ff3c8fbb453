package dev.varve.versioning.retire;

import dev.varve.FunctionKind;
import java.util.Locale;

/**
 * How many instances run on a version of an orchestrator and have not ended. For an activity, how
 * many calls have no answer yet, each counted by the state of the instance that waits for it.
 *
 * @param running an activity of the instance is under way, or it is due and has not begun
 * @param waiting it waits for an event, a timer or a child
 * @param scheduled it starts at a later time
 * @param suspended it buffers everything until somebody resumes it
 * @param parked it cannot go on until its cause is gone
 */
public record InFlight(long running, long waiting, long scheduled, long suspended, long parked) {
  static final InFlight NONE = new InFlight(0, 0, 0, 0, 0);

  /** All of them. */
  public long total() {
    return running + waiting + scheduled + suspended + parked;
  }

  InFlight plus(State state) {
    return new InFlight(
        running + (state == State.RUNNING ? 1 : 0),
        waiting + (state == State.WAITING ? 1 : 0),
        scheduled + (state == State.SCHEDULED ? 1 : 0),
        suspended + (state == State.SUSPENDED ? 1 : 0),
        parked + (state == State.PARKED ? 1 : 0));
  }

  /** For messages: so many instances on a function, or calls of it. */
  static String counted(FunctionKind kind, long count) {
    return String.format(
        Locale.ROOT,
        switch (kind) {
          case ORCHESTRATOR -> "%,d in flight on it";
          case ACTIVITY ->
              count == 1 ? "%,d call of it without an answer" : "%,d calls of it without an answer";
        },
        count);
  }

  /** What an instance that has not ended is doing; each does one of these. */
  enum State {
    RUNNING,
    WAITING,
    SCHEDULED,
    SUSPENDED,
    PARKED
  }
}
