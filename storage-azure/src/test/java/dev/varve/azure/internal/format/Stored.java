package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.azure.internal.table.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one write has put into a table and blobs, and reads it again. */
final class Stored {
  /** What a column of text takes, in characters. */
  private static final int LONGEST_COLUMN = 32 * 1024;

  final LargeTexts large;
  private final String instanceId;

  Stored(String instanceId) {
    this.instanceId = instanceId;
    this.large = new LargeTexts(instanceId, 0x1234_5678_9ABC_DEF0L, name -> "blob:" + name);
  }

  Row row(RowDraft draft) {
    draft.columns().forEach(Stored::check);
    assertThat(draft.columns()).hasSizeLessThanOrEqualTo(252);
    return new Row(
        KeySanitation.escape(instanceId), draft.key(), "etag", Map.copyOf(draft.columns()));
  }

  List<Row> rows(List<RowDraft> drafts) {
    return drafts.stream().map(this::row).toList();
  }

  StoredTexts texts() {
    Map<String, byte[]> blobs = new HashMap<>();
    large.blobs().forEach(blob -> blobs.put(blob.blobName(), blob.content()));
    return new StoredTexts(name -> Optional.ofNullable(blobs.get(name)));
  }

  private static void check(String column, Object value) {
    switch (value) {
      case String text -> {
        assertThat(text.length()).as(column).isLessThanOrEqualTo(LONGEST_COLUMN);
        assertThat(EscapedText.isNeeded(text)).as(column).isFalse();
      }
      case Instant time -> assertThat(time.getNano() % 100).as(column).isZero();
      default ->
          assertThat(value).as(column).isInstanceOfAny(Integer.class, Long.class, Boolean.class);
    }
  }
}
