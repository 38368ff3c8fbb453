package dev.varve.jdbc;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of several reads that each come in order. A read gives a few rows at a time, twice
 * as many each time, so that all together are about as many as are wanted, whether the rows come
 * from all reads alike or from one of them.
 *
 * @param <T> a row
 */
final class MergedRows<T> {
  /** One read. */
  interface Source<T> {
    /**
     * The next rows of it, in order.
     *
     * @param last the row behind which to go on, or null for the first rows
     * @param most fewer mean that no more are there
     */
    List<T> read(@Nullable T last, int most) throws SQLException;
  }

  private final Comparator<T> order;
  private final int wanted;

  private final class Head {
    private final Source<T> source;
    private final Deque<T> rows = new ArrayDeque<>();
    private int most;
    private boolean ended;

    Head(Source<T> source, int most) {
      this.source = source;
      this.most = most;
    }

    T first() {
      return rows.getFirst();
    }

    /** Whether it has a row, read anew behind the last one if need be. */
    boolean hasRow(@Nullable T last) throws SQLException {
      if (rows.isEmpty() && !ended) {
        rows.addAll(source.read(last, most));
        ended = rows.size() < most;
        most = Math.min(2 * most, wanted);
      }
      return !rows.isEmpty();
    }
  }

  /**
   * @param wanted how many rows, at least 1
   */
  MergedRows(Comparator<T> order, int wanted) {
    this.order = order;
    this.wanted = wanted;
  }

  List<T> of(List<? extends Source<T>> sources) throws SQLException {
    int share = wanted / Math.max(1, sources.size()) + 1;
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Math.max(1, sources.size()), Comparator.comparing(Head::first, order));
    for (Source<T> source : sources) {
      Head head = new Head(source, Math.min(share, wanted));
      if (head.hasRow(null)) {
        heads.add(head);
      }
    }
    List<T> merged = new ArrayList<>(wanted);
    for (Head head = heads.poll(); head != null; head = heads.poll()) {
      T row = head.rows.removeFirst();
      merged.add(row);
      if (merged.size() == wanted) {
        break;
      }
      if (head.hasRow(row)) {
        heads.add(head);
      }
    }
    return merged;
  }
}
