package dev.varve.azure.internal.table;

import static dev.varve.azure.internal.table.Change.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableServiceClientBuilder;
import dev.varve.azure.internal.table.Change.Insert;
import dev.varve.azure.internal.table.Outcome.Refused;
import dev.varve.azure.internal.table.Outcome.Why;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Fault;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetriesTest {
  private static final List<Change> ONE = List.of(new Insert("k", Map.of("A", 1)));
  private static final List<Change> TWO =
      List.of(new Insert("k", Map.of("A", 1)), new Insert("l", Map.of()));

  private final TestAccount test = new TestAccount();
  private final RowTable table = test.newTable();

  static Stream<Fault> faultsBeforeTheService() {
    return Stream.of(Fault.beforeSending(), Fault.busy(), Fault.tooManyRequests());
  }

  static Stream<Fault> faultsAfterTheService() {
    return Stream.of(Fault.afterSending(), Fault.cutAnswer(), Fault.timedOut());
  }

  static Stream<Fault> allFaults() {
    return Stream.concat(faultsBeforeTheService(), faultsAfterTheService());
  }

  @ParameterizedTest
  @MethodSource("faultsBeforeTheService")
  void what_did_not_reach_the_service_is_sent_again(Fault fault) {
    for (List<Change> changes : List.of(ONE, TWO)) {
      test.faults().at(1, fault);
      assertThat(table.apply("p" + changes.size(), changes)).matches(Outcome::applied);
    }
    assertThat(test.faults().struck()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("faultsAfterTheService")
  void what_reached_the_service_and_is_sent_again_tells_the_echo(Fault fault) {
    for (List<Change> changes : List.of(ONE, TWO)) {
      test.faults().at(1, fault);
      String partition = "p" + changes.size();
      assertThat(table.apply(partition, changes)).isEqualTo(new Refused(0, Why.EXISTS));
      assertThat(table.range(partition, "", "~", 10)).hasSameSizeAs(changes);
    }
  }

  @ParameterizedTest
  @MethodSource("allFaults")
  void reads_are_sent_again(Fault fault) {
    table.apply("p", TWO);
    test.faults().at(1, fault);
    assertThat(table.get("p", "k")).isPresent();
    test.faults().at(1, fault);
    assertThat(table.range("p", "", "~", 10)).hasSize(2);
    assertThat(test.faults().struck()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("allFaults")
  void blobs_and_queues_are_sent_again(Fault fault) {
    String name = AzureServer.shared().newHub();
    BlobStore blobs = test.account().blobs(name);
    HintQueue queue = test.account().queue(name);
    blobs.put("a/b", new byte[] {1});
    test.faults().at(1, fault);
    queue.create();
    test.faults().at(1, fault);
    blobs.put("a/b", new byte[] {2});
    test.faults().at(1, fault);
    assertThat(blobs.get("a/b")).hasValue(new byte[] {2});
    test.faults().at(1, fault);
    blobs.deletePrefix("a/");
    test.faults().at(2, fault);
    blobs.put("a/b", new byte[] {2});
    blobs.delete("a/b");
    assertThat(blobs.get("a/b")).isEmpty();
    test.faults().at(1, fault);
    queue.put("again", Duration.ofMinutes(1));
    test.faults().at(1, fault);
    queue.delete();
    assertThat(test.faults().struck()).isEqualTo(7);
  }

  @Test
  void G6_an_outcome_is_known_if_the_service_only_refused() {
    TestAccount hasty = new TestAccount(Duration.ofMillis(200));
    RowTable other = hasty.newTable();
    hasty.faults().from(1, Fault.busy());
    assertThatThrownBy(() -> other.apply("p", TWO))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
        .hasMessageContaining("503 ServerBusy");
    assertThat(hasty.faults().struck()).isGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("faultsAfterTheService")
  void G6_an_outcome_is_unknown_if_the_service_may_have_acted(Fault fault) {
    TestAccount hasty = new TestAccount(Duration.ofMillis(200));
    RowTable other = hasty.newTable();
    hasty.faults().from(1, fault);
    for (List<Change> changes : List.of(ONE, TWO)) {
      assertThatThrownBy(() -> other.apply("p", changes))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isTrue());
    }
    assertThatThrownBy(() -> other.get("p", "k"))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse());
  }

  @Test
  void G6_an_account_that_cannot_be_reached_has_done_nothing() {
    String nowhere =
        "AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/d;"
            + "QueueEndpoint=http://127.0.0.1:1/d;TableEndpoint=http://127.0.0.1:1/d;";
    StorageAccount account =
        StorageAccount.of(
            new AccountAccess.ByConnectionString(nowhere), Duration.ofMillis(100), List.of());
    assertThatThrownBy(() -> account.table("t"))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void a_wrong_key_is_told_at_once_and_without_the_key() {
    String wrong =
        AzureServer.shared()
            .connectionString()
            .replaceFirst("AccountKey=[^;]*", "AccountKey=c2VjcmV0");
    StorageAccount account =
        StorageAccount.of(
            new AccountAccess.ByConnectionString(wrong), Duration.ofMinutes(5), List.of());
    assertThatThrownBy(() -> account.table("t"))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
        .hasMessageContaining("403")
        .hasMessageContaining("check that the key")
        .message()
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void G6_a_refusal_after_a_lost_answer_is_unknown_and_one_at_once_is_not() {
    String name = AzureServer.shared().newHub();
    RowTable gone = test.account().table(name);
    new TableServiceClientBuilder()
        .connectionString(AzureServer.shared().connectionString())
        .buildClient()
        .deleteTable(name);
    assertThatThrownBy(() -> gone.get("p", "k"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("TableNotFound");
    List<Change> changes = List.of(new Change.Delete("k", ANY));
    assertThatThrownBy(() -> gone.apply("p", changes))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
        .hasMessageContaining("TableNotFound");
    test.faults().at(1, Fault.afterSending());
    assertThatThrownBy(() -> gone.apply("p", changes))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.outcomeUnknown()).isTrue())
        .hasMessageContaining("TableNotFound");
  }
}
