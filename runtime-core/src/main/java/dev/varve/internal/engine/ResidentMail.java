package dev.varve.internal.engine;

import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.Management;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What has come for a resident and no turn has taken in: in the mailbox, where anybody puts it;
 * pending, for the next move; held, while the code may not run. All but the mailbox is touched by
 * the mover only.
 */
final class ResidentMail {
  private final Queue<Mail> mailbox = new ConcurrentLinkedQueue<>();
  private final List<Mail> pending = new ArrayList<>(2);
  private final List<Mail> held = new ArrayList<>(0);
  private final InstanceState state;

  ResidentMail(InstanceState state) {
    this.state = state;
  }

  // ---- anybody ----

  void post(Mail mail) {
    mailbox.add(mail);
  }

  boolean isMailboxEmpty() {
    return mailbox.isEmpty();
  }

  // ---- the mover ----

  /** Something that came with the claim, and so before all that has been posted since. */
  void claimed(Mail mail) {
    pending.add(mail);
  }

  void collect() {
    for (Mail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      if (!state.isPast(mail.event())) {
        pending.add(mail);
      }
    }
  }

  /** Another execution has begun: the answers to the one before are for nobody. */
  void dropPast() {
    pending.removeIf(mail -> state.isPast(mail.event()));
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  int size() {
    return pending.size();
  }

  InputEvent event(int place) {
    return pending.get(place).event();
  }

  Mail remove(int place) {
    return pending.remove(place);
  }

  /** The first so many. */
  List<Mail> take(int count) {
    List<Mail> first = pending.subList(0, count);
    List<Mail> taken = List.copyOf(first);
    first.clear();
    return taken;
  }

  /** A turn that took these comes to nothing. */
  void giveBack(List<Mail> taken) {
    pending.addAll(0, taken);
  }

  /** The place of the first management message, a termination before all others; -1 if none. */
  int nextManagement() {
    int first = -1;
    for (int i = 0; i < pending.size(); i++) {
      InputEvent event = event(i);
      if (event instanceof ExecutionTerminated) {
        return i;
      }
      if (first < 0 && event instanceof Management) {
        first = i;
      }
    }
    return first;
  }

  /** Whether the activity's answer is here. */
  boolean answers(TaskScheduled task) {
    collect();
    return answers(pending, task) || answers(held, task);
  }

  private static boolean answers(List<Mail> mails, TaskScheduled task) {
    for (Mail mail : mails) {
      if (mail.event() instanceof Answer answer && answer.taskId() == task.taskId()) {
        return true;
      }
    }
    return false;
  }

  /** Holds what is in the inbox as well, and returns the results that are nowhere else. */
  List<InputEvent> hold() {
    List<InputEvent> results = localResults();
    pending.removeIf(Mail::isLocal);
    held.addAll(pending);
    pending.clear();
    return results;
  }

  /** What was held may be taken in again, in front of what came since. */
  void goOn() {
    pending.addAll(0, held);
    held.clear();
  }

  /** Results that exist only here. */
  List<InputEvent> localResults() {
    List<InputEvent> results = new ArrayList<>(0);
    for (Mail mail : pending) {
      if (mail.isLocal()) {
        results.add(mail.event());
      }
    }
    return results;
  }
}
