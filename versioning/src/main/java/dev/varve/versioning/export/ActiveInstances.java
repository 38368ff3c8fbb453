package dev.varve.versioning.export;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.versioning.export.RecordedInstance.Inbox;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The instances of a hub that have not ended, read while they run; nothing is written. */
public final class ActiveInstances {
  /** Statuses that are not final. */
  public static final Set<OrchestrationRuntimeStatus> STATUSES =
      Arrays.stream(OrchestrationRuntimeStatus.values())
          .filter(status -> !status.isFinished())
          .collect(Collectors.toUnmodifiableSet());

  private static final int PAGE = 500;
  private static final int TURNS = 1_000;

  private final HubStore hub;

  public ActiveInstances(HubStore hub) {
    this.hub = hub;
  }

  /**
   * Visits each, the oldest of each function first. One that is started meanwhile may be visited or
   * not.
   *
   * @param atMost how many of each function and version
   */
  public void visit(int atMost, Consumer<RecordedInstance> visitor) {
    for (FunctionName function : functions()) {
      visit(function, atMost, visitor);
    }
  }

  private Set<FunctionName> functions() {
    return hub.counts().stream()
        .filter(count -> !count.status().isFinished())
        .map(InstanceCount::function)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void visit(FunctionName function, int atMost, Consumer<RecordedInstance> visitor) {
    InstanceQuery query =
        InstanceQuery.ALL
            .withBaseName(function.base())
            .withVersion(function.version())
            .withStatuses(STATUSES)
            .withPageSize(Math.min(PAGE, atMost));
    visit(query, atMost, row -> visitor.accept(of(row)));
  }

  private void visit(InstanceQuery query, int atMost, Consumer<InstanceRow> visitor) {
    Optional<String> continuation = Optional.empty();
    int visited = 0;
    do {
      InstancePage page = hub.query(continuation.map(query::withContinuation).orElse(query));
      for (InstanceRow row : page.instances()) {
        if (visited++ < atMost) {
          visitor.accept(row);
        }
      }
      continuation = page.continuation();
    } while (continuation.isPresent() && visited < atMost);
  }

  /**
   * Visits all, in the order they were created, so that what an instance starts before it ends lies
   * ahead and is not missed. One that exists during the whole visit is visited once. The history is
   * read as far as the visitor goes over it, and may be of a later moment than the row.
   */
  public void visitInOrder(BiConsumer<InstanceRow, Iterator<List<HistoryTurn>>> visitor) {
    visit(
        InstanceQuery.ALL.withStatuses(STATUSES).withPageSize(PAGE),
        Integer.MAX_VALUE,
        row -> visitor.accept(row, new Pages(row.instanceId())));
  }

  /** The instance as it is now, if it has not ended. */
  public Optional<RecordedInstance> now(String instanceId) {
    return hub.instance(instanceId).filter(row -> STATUSES.contains(row.status())).map(this::of);
  }

  private RecordedInstance of(InstanceRow row) {
    return new RecordedInstance(
        row.instanceId(),
        row.executionId(),
        row.function(),
        row.status(),
        false,
        () -> inbox(row.instanceId()),
        new Pages(row.instanceId()));
  }

  private Inbox inbox(String instanceId) {
    List<InboxMessage> messages = hub.inbox(instanceId, Inbox.MOST + 1);
    return new Inbox(
        messages.stream().limit(Inbox.MOST).map(InboxMessage::event).toList(),
        messages.size() <= Inbox.MOST);
  }

  /** Reads on when it is asked to, so that a long history is never held as a whole. */
  private final class Pages implements Iterator<List<HistoryTurn>> {
    private final String instanceId;
    private List<HistoryTurn> next = List.of();
    private long last;
    private boolean ended;

    Pages(String instanceId) {
      this.instanceId = instanceId;
    }

    @Override
    public boolean hasNext() {
      if (next.isEmpty() && !ended) {
        List<HistoryTurn> read = hub.history(instanceId, last, TURNS);
        ended = read.size() < TURNS || isOfTheNextExecution(read);
        next = isOfTheNextExecution(read) ? List.of() : read;
        last = next.isEmpty() ? last : next.getLast().sequence();
      }
      return !next.isEmpty();
    }

    /** The instance has continued as new since; what was read before is a history as well. */
    private boolean isOfTheNextExecution(List<HistoryTurn> read) {
      return last > 0
          && read.stream()
              .flatMap(turn -> turn.inputs().stream())
              .anyMatch(ExecutionStarted.class::isInstance);
    }

    @Override
    public List<HistoryTurn> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the history of '" + instanceId + "' has ended");
      }
      List<HistoryTurn> page = next;
      next = List.of();
      return page;
    }
  }
}
