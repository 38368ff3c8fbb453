package dev.varve.azure.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.azure.server.AzureServer;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobStoreTest {
  private final TestAccount test = new TestAccount();
  private final BlobStore blobs = test.account().blobs(AzureServer.shared().newHub());

  @Test
  void a_blob_comes_back_as_it_was_written_last() {
    blobs.put("a", new byte[] {1});
    blobs.put("a", new byte[0]);
    assertThat(blobs.get("a")).hasValue(new byte[0]);
    blobs.put("a", new byte[] {2, 3});
    assertThat(blobs.get("a")).hasValue(new byte[] {2, 3});
  }

  @Test
  void what_is_not_there_is_none() {
    assertThat(blobs.get("before/the/container")).isEmpty();
    blobs.delete("before/the/container");
    blobs.deletePrefix("before/");
    blobs.put("a", new byte[] {1});
    assertThat(blobs.get("b")).isEmpty();
    blobs.delete("b");
  }

  @Test
  void a_large_blob_goes_in_blocks() {
    byte[] content = new byte[20 << 20];
    new Random(7).nextBytes(content);
    blobs.put("large", content);
    assertThat(blobs.get("large")).hasValue(content);
    assertThat(test.faults().count()).isGreaterThan(content.length / SdkBlobs.BLOCK);
  }

  @Test
  void names_may_hold_what_ids_hold() {
    for (String name :
        new String[] {"a^0b/h+1 %41.json.gz", "\u00e4;'\u20ac/x", "a//b", "@n@k/.x."}) {
      blobs.put(name, new byte[] {(byte) name.length()});
      assertThat(blobs.get(name)).as(name).hasValue(new byte[] {(byte) name.length()});
      assertThat(URI.create(blobs.url(name)).getPath()).endsWith("/" + name);
    }
    blobs.deletePrefix("a^0b/");
    assertThat(blobs.get("a^0b/h+1 %41.json.gz")).isEmpty();
    assertThat(blobs.get("a//b")).isPresent();
  }

  @Test
  void a_prefix_ends_with_a_slash_so_that_abc_never_reaches_into_abcd() {
    blobs.put("abc/1", new byte[] {1});
    blobs.put("abcd/1", new byte[] {1});
    blobs.deletePrefix("abc/");
    assertThat(blobs.get("abc/1")).isEmpty();
    assertThat(blobs.get("abcd/1")).isPresent();
    assertThatThrownBy(() -> blobs.deletePrefix("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'abc'");
  }
}
