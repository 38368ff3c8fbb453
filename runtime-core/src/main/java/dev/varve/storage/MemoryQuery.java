package dev.varve.storage;

import dev.varve.InstanceCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One query. Goes through the instances in slices, so that commits get their turn in between.
 * Thread-confined; each slice is guarded by the hub's lock.
 */
final class MemoryQuery {
  private static final int SLICE = 1_000;

  private final InstanceQuery query;
  private final List<InstanceRow> rows = new ArrayList<>();
  private @Nullable PageKey position;
  private boolean more;

  MemoryQuery(InstanceQuery query) {
    this.query = query;
    position = query.continuation().map(PageKey::parse).orElse(null);
  }

  /** Looks at the next instances; false once the page is complete. */
  boolean slice(MemoryTables tables) {
    Iterator<MemoryInstance> rest = rest(tables.instances.byCreation()).values().iterator();
    for (int i = 0; i < SLICE && rest.hasNext(); i++) {
      MemoryInstance instance = rest.next();
      if (isBehindTheEnd(instance)) {
        return false;
      }
      if (matches(instance, tables.sessions)) {
        if (rows.size() == query.pageSize()) {
          more = true;
          return false;
        }
        rows.add(instance.row(tables.hub));
      }
      position = instance.pageKey;
    }
    return rest.hasNext();
  }

  InstancePage page() {
    if (!more) {
      return new InstancePage(rows, Optional.empty());
    }
    InstanceRow last = rows.getLast();
    PageKey end = new PageKey(MemoryClock.floor(last.createdAt()), last.instanceId());
    return new InstancePage(rows, Optional.of(end.text()));
  }

  private NavigableMap<PageKey, MemoryInstance> rest(
      NavigableMap<PageKey, MemoryInstance> byCreation) {
    NavigableMap<PageKey, MemoryInstance> ordered =
        query.newestFirst() ? byCreation.descendingMap() : byCreation;
    if (position != null) {
      return ordered.tailMap(position, false);
    }
    Optional<Instant> start = query.newestFirst() ? query.createdTo() : query.createdFrom();
    return start
        .map(time -> ordered.tailMap(new PageKey(MemoryClock.ceiling(time), ""), true))
        .orElse(ordered);
  }

  private boolean isBehindTheEnd(MemoryInstance instance) {
    return query.newestFirst() ? !isCreatedFrom(instance) : !isCreatedTo(instance);
  }

  private boolean isCreatedFrom(MemoryInstance instance) {
    return query.createdFrom().isEmpty()
        || instance.pageKey.createdAt() >= MemoryClock.ceiling(query.createdFrom().get());
  }

  private boolean isCreatedTo(MemoryInstance instance) {
    return query.createdTo().isEmpty()
        || instance.pageKey.createdAt() < MemoryClock.ceiling(query.createdTo().get());
  }

  private boolean matches(MemoryInstance instance, MemorySessions sessions) {
    return query.baseName().map(base -> base.equals(instance.function.base())).orElse(true)
        && (query.version().isEmpty() || query.version().getAsInt() == instance.function.version())
        && (query.statuses().isEmpty() || query.statuses().contains(instance.status))
        && isCreatedFrom(instance)
        && isCreatedTo(instance)
        && query.idPrefix().map(instance.id::startsWith).orElse(true)
        && instance.tags.entrySet().containsAll(query.tags().entrySet())
        && (query.parentId().isEmpty() || query.parentId().equals(instance.parentId))
        && (query.conditions().isEmpty() || hasCondition(instance, sessions));
  }

  private boolean hasCondition(MemoryInstance instance, MemorySessions sessions) {
    boolean parked =
        instance.park != null && query.conditions().contains(instance.park.condition());
    return parked
        || (query.conditions().contains(InstanceCondition.WAITING_FOR_VERSION)
            && !instance.status.isFinished()
            && !sessions.isServed(instance.function));
  }
}
