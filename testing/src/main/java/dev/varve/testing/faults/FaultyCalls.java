package dev.varve.testing.faults;

import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.StoreCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Counts the storage calls of a process and lets one of them fail. For engines in virtual time,
 * where one thread moves at a time.
 */
public final class FaultyCalls implements StoreCalls {
  private static final int MOST_CALLS = 50_000;

  private final Fault fault;
  private final int at;
  private final Predicate<String> counted;
  private final List<WorkerSession> sessions = new ArrayList<>();
  private final Map<String, Integer> made = new TreeMap<>();
  private int calls;
  private boolean dead;
  private volatile boolean over;
  private String where = "";

  /**
   * @param at which call fails, from 1
   * @param counted which methods count
   */
  public FaultyCalls(Fault fault, int at, Predicate<String> counted) {
    this.fault = fault;
    this.at = at;
    this.counted = counted;
  }

  @Override
  public <T> T make(String method, Supplier<T> call) {
    if (dead) {
      throw new StorageException("the process is dead: nothing reaches the store", null);
    }
    if (!counted.test(method) || !isNext(method)) {
      return made(call);
    }
    where = method;
    return switch (fault) {
      case NONE -> made(call);
      case BEFORE ->
          throw new StorageException("injected into " + method + ": nothing happened", null);
      case AFTER -> {
        made(call);
        throw new StorageException("injected behind " + method + ": it happened", null, true);
      }
      case CRASH -> {
        dead = true;
        throw new StorageException("the process dies at " + method, null);
      }
    };
  }

  /**
   * Something failed inside of the store, which the calls around it may or may not show.
   *
   * @param what for people
   */
  public void struckInside(String what) {
    where = what;
  }

  /**
   * The process dies inside of a call.
   *
   * @param what for people
   */
  public void dieInside(String what) {
    where = what;
    dead = true;
  }

  /** The run is over: what is looked at now does not fail. */
  void end() {
    over = true;
  }

  /** Whether the run is over, so that nothing is to fail any more. */
  public boolean isOver() {
    return over;
  }

  private boolean isNext(String method) {
    calls++;
    made.merge(method, 1, Integer::sum);
    if (calls > MOST_CALLS) {
      throw new AssertionError("the engine made " + MOST_CALLS + " calls and goes on: " + made);
    }
    return calls == at;
  }

  private <T> T made(Supplier<T> call) {
    T result = call.get();
    if (result instanceof WorkerSession session) {
      sessions.add(session);
    }
    return result;
  }

  /** The method whose call failed; empty if none did. */
  public String where() {
    return where;
  }

  /** Whether the process has died. */
  public boolean isDead() {
    return dead;
  }

  /** How many counted calls were made. */
  public int calls() {
    return calls;
  }

  /** The sessions that were opened, as the store made them. */
  public List<WorkerSession> sessions() {
    return List.copyOf(sessions);
  }
}
