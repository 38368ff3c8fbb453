package dev.varve.versioning.parked;

import dev.varve.InstanceCondition;
import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.internal.engine.Stores;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.SendOutcome;
import dev.varve.versioning.parked.RetryReport.Answer;
import dev.varve.versioning.parked.RetryReport.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The instances of a hub that cannot go on now (specification B3): none of them has failed, and
 * each goes on when its cause is gone. Needs no worker with their code. Thread-safe.
 *
 * <pre>{@code
 * ParkedInstances parked = ParkedInstances.of(storage.hub("orders"));
 * System.out.print(parked.list(InstanceQuery.ALL.withBaseName("Order")).toText());
 * System.out.print(parked.explain("order-17").toText());
 * }</pre>
 *
 * <p>All methods throw {@link dev.varve.storage.StorageException} if the hub cannot be read or
 * written.
 */
public final class ParkedInstances {
  private static final Set<InstanceCondition> ALL =
      Set.copyOf(EnumSet.allOf(InstanceCondition.class));
  private static final Set<InstanceCondition> PARKED =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(InstanceCondition.WAITING_FOR_VERSION)));
  private static final int MAX_REASON = 1_000;

  private final HubStore hub;

  private ParkedInstances(HubStore hub) {
    this.hub = hub;
  }

  /** Those of this hub. */
  public static ParkedInstances of(HubStore hub) {
    return new ParkedInstances(hub);
  }

  /**
   * One page of them, oldest instance first unless asked otherwise. A query that names no condition
   * means all four.
   *
   * @throws IllegalArgumentException if the continuation is not one of this hub's pages
   */
  public ParkedPage list(InstanceQuery query) {
    InstancePage page = page(query, ALL);
    Map<String, Set<String>> failedBuilds = failedBuilds(page.instances());
    List<ParkedInstance> parked =
        page.instances().stream()
            .map(row ->
                new ParkedInstance(
                    row,
                    row.park()
                        .map(ParkRecord::condition)
                        .orElse(InstanceCondition.WAITING_FOR_VERSION),
                    failedBuilds.getOrDefault(row.instanceId(), Set.of())))
            .toList();
    return new ParkedPage(hub.name(), parked, page.continuation());
  }

  /**
   * Why one cannot go on: both sides where they differ, the builds that failed, and what to do.
   *
   * @throws InstanceNotFoundException if there is no such instance
   * @throws NotParkedException if it can go on, or has ended
   */
  public ParkedInstance explain(String instanceId) {
    InstanceRow row = existing(instanceId);
    InstanceCondition condition =
        condition(row)
            .orElseThrow(() ->
                new NotParkedException(
                    instanceId,
                    "instance '%s' is %s and not parked; there is nothing to explain"
                        .formatted(instanceId, row.status())));
    return new ParkedInstance(
        row, condition, failedBuilds(List.of(row)).getOrDefault(instanceId, Set.of()));
  }

  /**
   * Lets a parked instance be tried again, also by the builds that failed on it; see {@link
   * #retry(Collection, String)}. A fixed build needs no retry: it tries by itself.
   *
   * @param reason for its history; at most 1,000 characters
   * @throws InstanceNotFoundException if there is no such instance
   * @throws NotParkedException if it is not parked, or waits for a worker, or is suspended; nothing
   *     was changed
   */
  public void retry(String instanceId, String reason) {
    InstanceRow row = existing(instanceId);
    Answer answer = retry(List.of(instanceId), reason).answers().getFirst();
    if (answer.outcome() != Outcome.ASKED) {
      throw new NotParkedException(
          instanceId,
          "instance '%s' cannot be tried again: %s".formatted(instanceId, hindrance(row)));
    }
  }

  private String hindrance(InstanceRow row) {
    return condition(row)
        .map(condition ->
            condition == InstanceCondition.WAITING_FOR_VERSION
                ? "it waits for a worker that serves %s; start one".formatted(row.function())
                : "it is suspended; resume it, which tries it again as well")
        .orElse("it is %s and not parked".formatted(row.status()));
  }

  /**
   * Lets parked instances be tried again, each on its own. What is asked is durable when this
   * returns. The next worker that comes by, whatever it serves, notes it in the history of the
   * instance and forgets which builds failed; then whoever serves the instance tries it, and parks
   * it again if the cause is still there.
   *
   * @param instanceIds at most 1,000
   * @param reason for their histories; at most 1,000 characters
   * @return an answer for each, in order
   * @throws IllegalArgumentException if there are too many, or an id or the reason breaks its rules
   */
  public RetryReport retry(Collection<String> instanceIds, String reason) {
    if (instanceIds.size() > InstanceQuery.MAX_PAGE_SIZE) {
      throw new IllegalArgumentException(
          instanceIds.size()
              + " instances are too many to retry in one call; give at most "
              + InstanceQuery.MAX_PAGE_SIZE);
    }
    List<Answer> answers = new ArrayList<>();
    for (String id : instanceIds) {
      Optional<InstanceRow> row = hub.instance(Names.requireInstanceId(id));
      answers.add(new Answer(id, row.map(ParkedInstances::outcome).orElse(Outcome.NOT_FOUND)));
    }
    return new RetryReport(hub.name(), asked(answers, reason), Optional.empty());
  }

  /**
   * The same for one page of what is listed; ask with its continuation for the next one. A query
   * that names no condition means all that are parked.
   *
   * @throws IllegalArgumentException if the query asks for instances that wait for a worker, which
   *     nothing has failed on, or the reason breaks its rules
   */
  public RetryReport retry(InstanceQuery query, String reason) {
    if (query.conditions().contains(InstanceCondition.WAITING_FOR_VERSION)) {
      throw new IllegalArgumentException(
          "instances that are WAITING_FOR_VERSION cannot be retried, since nothing has failed on"
              + " them; start a worker that serves them");
    }
    InstancePage page = page(query, PARKED);
    List<Answer> answers =
        page.instances().stream().map(row -> new Answer(row.instanceId(), outcome(row))).toList();
    return new RetryReport(hub.name(), asked(answers, reason), page.continuation());
  }

  /** Sends to those that are to be asked, and puts in what became of it. */
  private List<Answer> asked(List<Answer> answers, String reason) {
    Names.requireText("reason", reason, MAX_REASON);
    List<Message> messages =
        answers.stream()
            .filter(answer -> answer.outcome() == Outcome.ASKED)
            .map(answer -> Message.to(answer.instanceId(), new ExecutionResumed(reason)))
            .toList();
    Iterator<SendOutcome> sent =
        messages.isEmpty()
            ? Collections.emptyIterator()
            : Stores.join(hub.send(messages)).iterator();
    return answers.stream()
        .map(answer ->
            answer.outcome() == Outcome.ASKED
                ? new Answer(answer.instanceId(), outcome(sent.next()))
                : answer)
        .toList();
  }

  private static Outcome outcome(InstanceRow row) {
    if (row.status().isFinished()) {
      return Outcome.FINISHED;
    }
    if (row.park().isEmpty()) {
      return Outcome.NOT_PARKED;
    }
    return row.status() == OrchestrationRuntimeStatus.SUSPENDED ? Outcome.SUSPENDED : Outcome.ASKED;
  }

  private static Outcome outcome(SendOutcome sent) {
    return switch (sent) {
      case ACCEPTED -> Outcome.ASKED;
      case NO_SUCH_INSTANCE -> Outcome.NOT_FOUND;
      case FINISHED -> Outcome.FINISHED;
    };
  }

  private InstancePage page(InstanceQuery query, Set<InstanceCondition> unlessNamed) {
    return hub.query(query.conditions().isEmpty() ? query.withConditions(unlessNamed) : query);
  }

  private Map<String, Set<String>> failedBuilds(List<InstanceRow> rows) {
    List<String> parked =
        rows.stream().filter(row -> row.park().isPresent()).map(InstanceRow::instanceId).toList();
    return parked.isEmpty() ? Map.of() : hub.failedBuilds(parked);
  }

  private InstanceRow existing(String instanceId) {
    return hub.instance(Names.requireInstanceId(instanceId))
        .orElseThrow(() -> new InstanceNotFoundException(instanceId));
  }

  private Optional<InstanceCondition> condition(InstanceRow row) {
    if (row.status().isFinished() || row.park().isPresent()) {
      return row.park().map(ParkRecord::condition);
    }
    boolean served =
        hub.sessions().stream()
            .anyMatch(session -> session.descriptor().orchestrators().contains(row.function()));
    return served ? Optional.empty() : Optional.of(InstanceCondition.WAITING_FOR_VERSION);
  }
}
