package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages are put together of many parts, and still cost about a page. */
final class MergedRowsTest {
  private static final int WANTED = 501;

  private int read;

  /** Numbers in order, from one to another in steps. */
  private final class Numbers implements MergedRows.Source<Integer> {
    private final List<Integer> numbers;

    Numbers(int from, int to, int step) {
      numbers = IntStream.range(from, to).filter(i -> (i - from) % step == 0).boxed().toList();
    }

    @Override
    public List<Integer> read(@Nullable Integer last, int most) {
      List<Integer> rows =
          numbers.stream().filter(i -> last == null || i > last).limit(most).toList();
      read += rows.size();
      return rows;
    }
  }

  private static List<Integer> first(List<Numbers> sources) throws SQLException {
    return new MergedRows<Integer>(Comparator.naturalOrder(), WANTED).of(sources);
  }

  @Test
  void rows_that_come_from_all_parts_alike_are_read_about_once() throws SQLException {
    List<Numbers> parts =
        IntStream.range(0, 100).mapToObj(i -> new Numbers(i, 100_000, 100)).toList();
    assertThat(first(parts)).isEqualTo(IntStream.range(0, WANTED).boxed().toList());
    assertThat(read).isLessThan(2 * WANTED);
  }

  @Test
  void rows_that_come_from_one_of_many_parts_are_read_about_twice() throws SQLException {
    List<Numbers> parts = new ArrayList<>(List.of(new Numbers(0, 10_000, 1)));
    IntStream.range(0, 99).forEach(i -> parts.add(new Numbers(20_000, 30_000, 1)));
    assertThat(first(parts)).isEqualTo(IntStream.range(0, WANTED).boxed().toList());
    assertThat(read).isLessThan(3 * WANTED);
  }

  @Test
  void fewer_rows_than_wanted_are_all_of_them() throws SQLException {
    assertThat(first(List.of(new Numbers(1, 300, 2), new Numbers(0, 300, 2), new Numbers(5, 5, 1))))
        .isEqualTo(IntStream.range(0, 300).boxed().toList());
    assertThat(read).isEqualTo(300);
    assertThat(first(List.of())).isEmpty();
  }
}
