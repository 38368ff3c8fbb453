package dev.varve.azure.internal.table;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.varve.azure.internal.table.Filter.Comparison;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table of the service. */
final class SdkTable implements RowTable {
  private static final int PAGE = 1_000;

  private final TableClient table;
  private final String where;
  private final Attempts attempts;

  SdkTable(TableClient table, String where, Attempts attempts) {
    this.table = table;
    this.where = where;
    this.attempts = attempts;
  }

  @Override
  public Optional<Row> get(String partition, String key) {
    return attempts.read(
        what("reading a row"),
        () -> {
          Answers.Slot slot = new Answers.Slot(1);
          Response<TableEntity> response =
              table.getEntityWithResponse(partition, key, null, null, slot.context());
          return response == null
              ? Optional.empty()
              : Optional.of(Entities.row(response.getValue()));
        });
  }

  @Override
  public List<Row> range(String partition, String fromInclusive, String toExclusive, int max) {
    Filter filter =
        Filter.where(Filter.PARTITION, Comparison.EQUAL, partition)
            .and(Filter.where(Filter.KEY, Comparison.AT_LEAST, fromInclusive))
            .and(Filter.where(Filter.KEY, Comparison.LESS, toExclusive));
    List<Row> rows = new ArrayList<>();
    scan(
        options(filter, List.of()).setTop(Math.min(max, PAGE)),
        page -> {
          rows.addAll(page);
          return rows.size() < max;
        });
    return rows.size() > max ? List.copyOf(rows.subList(0, max)) : rows;
  }

  @Override
  public void scan(Filter filter, List<String> columns, Predicate<List<Row>> page) {
    scan(options(filter, columns), page);
  }

  private void scan(ListEntitiesOptions options, Predicate<List<Row>> page) {
    String continuation = null;
    boolean goOn;
    do {
      PagedResponse<TableEntity> read = page(options, continuation);
      goOn = page.test(read.getValue().stream().map(Entities::row).toList());
      continuation = read.getContinuationToken();
    } while (goOn && continuation != null);
  }

  private PagedResponse<TableEntity> page(
      ListEntitiesOptions options, @Nullable String continuation) {
    return attempts.read(
        what("reading rows"),
        () -> {
          var pages = table.listEntities(options, null, null);
          Iterator<PagedResponse<TableEntity>> found =
              (continuation == null ? pages.iterableByPage() : pages.iterableByPage(continuation))
                  .iterator();
          return found.next();
        });
  }

  private static ListEntitiesOptions options(Filter filter, List<String> columns) {
    ListEntitiesOptions options = new ListEntitiesOptions();
    if (!filter.text().isEmpty()) {
      options.setFilter(filter.text());
    }
    if (!columns.isEmpty()) {
      Set<String> all = new HashSet<>(columns);
      all.add(Filter.PARTITION);
      all.add(Filter.KEY);
      all.add(Row.TIMESTAMP);
      options.setSelect(List.copyOf(all));
    }
    return options;
  }

  @Override
  public Outcome apply(String partition, List<Change> changes) {
    requireDistinct(changes);
    if (changes.size() > MAX_CHANGES) {
      return new Outcome.TooLarge(changes.size(), MAX_CHANGES);
    }
    long size = changes.stream().mapToLong(change -> RowTable.size(partition, change)).sum();
    if (size > MAX_BYTES) {
      return new Outcome.TooLarge(size, MAX_BYTES);
    }
    return attempts.write(
        what("changing rows"),
        () -> {
          Answers.Slot slot = new Answers.Slot(changes.size());
          send(partition, changes, slot);
          return outcome(slot.answer(), size);
        });
  }

  private static void requireDistinct(List<Change> changes) {
    Set<String> keys = new HashSet<>();
    for (Change change : changes) {
      if (!keys.add(change.key())) {
        throw new IllegalArgumentException(
            "row " + change.key() + " is changed twice in one transaction; merge the changes");
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to change; pass a change");
    }
  }

  private void send(String partition, List<Change> changes, Answers.Slot slot) {
    if (changes.size() == 1) {
      sendAlone(changes.getFirst(), Entities.entity(partition, changes.getFirst()), slot);
      return;
    }
    List<TableTransactionAction> actions = new ArrayList<>();
    for (Change change : changes) {
      actions.add(action(change, Entities.entity(partition, change)));
    }
    table.submitTransactionWithResponse(actions, null, slot.context());
  }

  private void sendAlone(Change change, TableEntity entity, Answers.Slot slot) {
    switch (change) {
      case Change.Insert ignored -> table.createEntityWithResponse(entity, null, slot.context());
      case Change.Put ignored ->
          table.upsertEntityWithResponse(
              entity, TableEntityUpdateMode.REPLACE, null, slot.context());
      case Change.Replace ignored ->
          table.updateEntityWithResponse(
              entity, TableEntityUpdateMode.REPLACE, true, null, slot.context());
      case Change.Merge ignored ->
          table.updateEntityWithResponse(
              entity, TableEntityUpdateMode.MERGE, true, null, slot.context());
      case Change.Delete ignored ->
          table.deleteEntityWithResponse(entity, true, null, slot.context());
    }
  }

  private static TableTransactionAction action(Change change, TableEntity entity) {
    return switch (change) {
      case Change.Insert ignored ->
          new TableTransactionAction(TableTransactionActionType.CREATE, entity);
      case Change.Put ignored ->
          new TableTransactionAction(TableTransactionActionType.UPSERT_REPLACE, entity);
      case Change.Replace ignored ->
          new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, entity, true);
      case Change.Merge ignored ->
          new TableTransactionAction(TableTransactionActionType.UPDATE_MERGE, entity, true);
      case Change.Delete ignored ->
          new TableTransactionAction(TableTransactionActionType.DELETE, entity, true);
    };
  }

  private Outcome outcome(Answers.Answer answer, long size) {
    return switch (answer.code()) {
      case "" -> new Outcome.Applied(answer.etags());
      case "EntityAlreadyExists" -> new Outcome.Refused(answer.index(), Outcome.Why.EXISTS);
      case "ResourceNotFound", "EntityNotFound" ->
          new Outcome.Refused(answer.index(), Outcome.Why.MISSING);
      case "UpdateConditionNotSatisfied", "ConditionNotMet" ->
          new Outcome.Refused(answer.index(), Outcome.Why.CHANGED);
      case "RequestBodyTooLarge", "ContentLengthExceeded" -> new Outcome.TooLarge(size, MAX_BYTES);
      default ->
          throw new StorageException(
              what("changing rows")
                  + " failed: the service answered "
                  + answer.status()
                  + " "
                  + answer.code()
                  + Trouble.advice(answer.status()),
              null);
    };
  }

  private String what(String action) {
    return action + " of table " + table.getTableName() + where;
  }
}
