package dev.varve.jdbc;

import dev.varve.InstanceCondition;
import dev.varve.Names;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page of instances. Functions and statuses are asked for one by one and merged, so that each
 * part walks an index in the order of the page, as far as its rows are wanted. The text of the
 * query is put together of fixed parts; every value of the caller is a bound parameter.
 */
final class InstancePageQuery {
  private static final Pattern POSITION = Pattern.compile("(-?[0-9]{1,18}):(.+)", Pattern.DOTALL);

  private static final Comparator<InstanceRow> OLDEST_FIRST =
      Comparator.comparing(InstanceRow::createdAt).thenComparing(InstanceRow::instanceId);

  /** So many rows are read and sorted in a few milliseconds. */
  private static final int FEW = 10_000;

  /** Behind this no id with a given prefix can come: ids are not longer. */
  private static final String LAST_CHARACTERS =
      Character.toString(Character.MAX_CODE_POINT).repeat(Names.MAX_INSTANCE_ID_LENGTH / 2 + 1);

  private final HubKey hub;
  private final Instances instances;
  private final InstanceQuery query;
  private final List<Long> dead;
  private boolean fewOfPrefix;
  private StringBuilder sql = new StringBuilder();
  private List<Object> values = new ArrayList<>();

  /**
   * @param dead sessions that have a row but no longer serve anything
   */
  InstancePageQuery(HubKey hub, Instances instances, InstanceQuery query, List<Long> dead) {
    this.dead = List.copyOf(dead);
    this.hub = hub;
    this.instances = instances;
    this.query = query;
  }

  InstancePage run(Statements connection) throws SQLException {
    fewOfPrefix = query.idPrefix().isPresent() && areFew(connection, query.idPrefix().get());
    Comparator<InstanceRow> order = query.newestFirst() ? OLDEST_FIRST.reversed() : OLDEST_FIRST;
    List<MergedRows.Source<InstanceRow>> sources = new ArrayList<>();
    for (Part part : parts(connection)) {
      sources.add((last, most) -> read(connection, part, last, most));
    }
    List<InstanceRow> rows = new MergedRows<>(order, query.pageSize() + 1).of(sources);
    boolean more = rows.size() > query.pageSize();
    List<InstanceRow> page = more ? rows.subList(0, query.pageSize()) : rows;
    return new InstancePage(
        List.copyOf(page), more ? Optional.of(position(page.getLast())) : Optional.empty());
  }

  /** Whether those of a prefix are so few that reading all of them is the way to the first ones. */
  private boolean areFew(Statements connection, String prefix) throws SQLException {
    restart("SELECT count(*) FROM (SELECT 1 FROM varve_instance i WHERE i.hub=?");
    between(prefix);
    where(" LIMIT ?) f", FEW + 1);
    try (PreparedStatement select = bound(connection);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1) <= FEW;
    }
  }

  /** What one walk through an index finds; nothing stands for all. */
  private record Part(OptionalLong function, Optional<OrchestrationRuntimeStatus> status) {}

  private List<Part> parts(Statements connection) throws SQLException {
    if (!query.statuses().isEmpty()) {
      return counted(connection);
    }
    if (query.baseName().isEmpty() && query.version().isEmpty()) {
      return List.of(new Part(OptionalLong.empty(), Optional.empty()));
    }
    restart("SELECT f.function FROM varve_function f WHERE f.hub=? AND f.kind=0");
    byFunction();
    List<Part> parts = new ArrayList<>();
    try (PreparedStatement select = bound(connection);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        parts.add(new Part(OptionalLong.of(row.getLong(1)), Optional.empty()));
      }
    }
    return parts;
  }

  /**
   * The functions that have instances of the statuses asked for, by the counts, so that no index is
   * walked from end to end for a status that is not there.
   */
  private List<Part> counted(Statements connection) throws SQLException {
    restart(
        "SELECT c.function, c.status FROM varve_function f"
            + " JOIN varve_instance_count c ON c.function = f.function"
            + " WHERE f.hub=? AND f.kind=0");
    byFunction();
    sql.append(
        " GROUP BY c.function, c.status HAVING sum(c.instances) > 0"
            + " ORDER BY c.function, c.status");
    List<Part> parts = new ArrayList<>();
    try (PreparedStatement select = bound(connection);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        OrchestrationRuntimeStatus status = OrchestrationRuntimeStatus.values()[row.getInt(2)];
        if (query.statuses().contains(status)) {
          parts.add(new Part(OptionalLong.of(row.getLong(1)), Optional.of(status)));
        }
      }
    }
    return parts;
  }

  private void byFunction() {
    query.baseName().ifPresent(base -> where(" AND f.base=?", base));
    query.version().ifPresent(version -> where(" AND f.version=?", version));
  }

  private List<InstanceRow> read(
      Statements connection, Part part, @Nullable InstanceRow last, int most) throws SQLException {
    build(part, last, most);
    List<InstanceRow> rows = new ArrayList<>();
    try (PreparedStatement select = bound(connection);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(instances.row(connection, row));
      }
    }
    return rows;
  }

  private PreparedStatement bound(Statements connection) throws SQLException {
    PreparedStatement select = connection.connection().prepareStatement(sql.toString());
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
    return select;
  }

  private void restart(String select) {
    sql = new StringBuilder(select);
    values = new ArrayList<>();
    values.add(hub.hub());
  }

  private void build(Part part, @Nullable InstanceRow last, int most) {
    // The plus keeps the database from walking all instances where a tag or prefix names few.
    boolean few = fewOfPrefix || !query.tags().isEmpty();
    restart(
        "SELECT "
            + Instances.COLUMNS
            + " FROM varve_instance i WHERE "
            + (few ? "+" : "")
            + "i.hub=?");
    part.function().ifPresent(id -> where(" AND i.function=?", id));
    part.status().ifPresent(this::byStatus);
    byCondition();
    query.createdFrom().ifPresent(from -> where(" AND i.created>=?", Row.micros(from)));
    query.createdTo().ifPresent(to -> where(" AND i.created<?", Row.micros(to)));
    query.idPrefix().ifPresent(this::byPrefix);
    query.parentId().ifPresent(parent -> where(" AND i.parent=?", parent));
    for (Map.Entry<String, String> tag : query.tags().entrySet()) {
      sql.append(
          " AND i.instance IN (SELECT t.instance FROM varve_tag t"
              + " WHERE t.hub=? AND t.name=? AND t.value=?)");
      values.add(hub.hub());
      values.add(tag.getKey());
      values.add(tag.getValue());
    }
    if (last != null) {
      behind(Row.micros(last.createdAt()), last.instanceId());
    } else {
      query.continuation().ifPresent(this::behind);
    }
    sql.append(
        query.newestFirst() ? " ORDER BY i.created DESC, i.id DESC" : " ORDER BY i.created, i.id");
    where(" LIMIT ?", most);
  }

  private void byStatus(OrchestrationRuntimeStatus status) {
    where(" AND i.status=?", status.ordinal());
    if (status != OrchestrationRuntimeStatus.COMPLETED) {
      // So that the index on the statuses that are rare in the long run can serve.
      sql.append(" AND i.status <> 3");
    }
  }

  private void byCondition() {
    Set<InstanceCondition> conditions = query.conditions();
    if (conditions.isEmpty()) {
      return;
    }
    List<String> any = new ArrayList<>();
    for (InstanceCondition condition : conditions) {
      switch (condition) {
        case WAITING_FOR_VERSION -> {
          any.add(
              "(i.completed IS NULL AND NOT EXISTS (SELECT 1 FROM varve_session_function sf"
                  + " JOIN varve_session s ON s.session = sf.session"
                  + " WHERE sf.function = i.function AND s.alive=1"
                  + (dead.isEmpty() ? "" : " AND s.session NOT IN (" + marks(dead.size()) + ")")
                  + "))");
          values.addAll(dead);
        }
        case DIVERGED, UNRESOLVED, POISON -> {
          any.add("i.park_condition=?");
          values.add(condition.ordinal());
        }
      }
    }
    sql.append(" AND (").append(String.join(" OR ", any)).append(")");
  }

  private void byPrefix(String prefix) {
    if (fewOfPrefix) {
      sql.append(" AND i.instance IN (SELECT i.instance FROM varve_instance i WHERE i.hub=?");
      values.add(hub.hub());
      between(prefix);
      sql.append(")");
    }
    where(" AND substr(i.id, 1, ?)=?", prefix.codePointCount(0, prefix.length()));
    values.add(prefix);
  }

  /** The ids from the prefix up to the first text that no longer starts with it. */
  private void between(String prefix) {
    where(" AND i.id>=?", prefix);
    where(" AND i.id<=?", prefix + LAST_CHARACTERS);
  }

  private void behind(String continuation) {
    Matcher position = POSITION.matcher(continuation);
    if (!position.matches()) {
      throw new IllegalArgumentException(
          "the continuation '"
              + Names.printable(continuation)
              + "' is not one that a page gave; start again without it");
    }
    behind(Long.parseLong(position.group(1)), position.group(2));
  }

  private void behind(long created, String id) {
    sql.append(
        query.newestFirst()
            ? " AND i.created<=? AND (i.created<? OR i.id<?)"
            : " AND i.created>=? AND (i.created>? OR i.id>?)");
    values.add(created);
    values.add(created);
    values.add(id);
  }

  private static String position(InstanceRow last) {
    return Row.micros(last.createdAt()) + ":" + last.instanceId();
  }

  private void where(String condition, Object value) {
    sql.append(condition);
    values.add(value);
  }

  private static String marks(int count) {
    return "?" + ",?".repeat(count - 1);
  }
}
