package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Activity;
import dev.varve.ActivityOptions;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceCondition;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationMetadata;
import dev.varve.RetryPolicy;
import dev.varve.StartOptions;
import dev.varve.UnservedPolicy;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.storage.Storage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orchestrations and the user's own tables in one transaction. */
@Timeout(120)
abstract class TransactionContract {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ActivityOptions RETRIED =
      ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(5, Duration.ofMillis(10)));

  private Varve varve;
  private Storage storage;

  abstract Storage open() throws SQLException;

  abstract <T> T inTransaction(TransactionWork<T> work) throws Exception;

  abstract Activity<String, String> transactional(TransactionalActivity<String, String> activity);

  @BeforeEach
  final void start() throws Exception {
    storage = open();
    inTransaction(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute("CREATE TABLE orders (id INTEGER, state VARCHAR(50))");
      }
    });
  }

  @AfterEach
  final void stop() {
    if (varve != null) {
      varve.close();
    } else {
      storage.close();
    }
  }

  final Varve run(VarveBuilder code) {
    varve =
        code.storage(storage)
            .orchestrator(
                "Order_v1",
                String.class,
                (context, input) -> context.callActivity("Book", input, String.class).await())
            .orchestrator(
                "Waiting_v1",
                String.class,
                (context, input) -> context.waitForExternalEvent("Paid", String.class).await())
            .start();
    return varve;
  }

  private VarveBuilder booking() {
    return Varve.builder().activity("Book_v1", String.class, (context, input) -> input + " booked");
  }

  @Test
  void an_order_and_its_orchestration_begin_together() throws Exception {
    run(booking());

    String id =
        inTransaction(connection -> {
          insert(connection, 1, "new");
          return varve.client().joining(connection).scheduleNewOrchestrationInstance("Order", "1");
        });

    assertThat(varve.client().waitForInstanceCompletion(id, PATIENCE).outputAs(String.class))
        .isEqualTo("1 booked");
    assertThat(orders()).isEqualTo(1);
  }

  @Test
  void neither_begins_if_the_transaction_is_rolled_back() {
    run(booking());

    assertThatThrownBy(() ->
            inTransaction(connection -> {
              insert(connection, 2, "new");
              varve
                  .client()
                  .joining(connection)
                  .scheduleNewOrchestrationInstance("Order", "2", StartOptions.withId("o-2"));
              throw new IllegalStateException("no stock");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no stock");

    assertThat(varve.client().getInstanceMetadata("o-2")).isEmpty();
    assertThat(varve.client().countInstances()).isEmpty();
    assertThat(orders()).isZero();
  }

  @Test
  void what_was_rolled_back_can_be_started_again() throws Exception {
    run(booking());
    StartOptions options = StartOptions.withId("o-3");
    assertThatThrownBy(() ->
            inTransaction(connection -> {
              varve
                  .client()
                  .joining(connection)
                  .scheduleNewOrchestrationInstance("Order", "3", options);
              throw new IllegalStateException("no stock");
            }))
        .hasMessage("no stock");

    varve.client().scheduleNewOrchestrationInstance("Order", "3", options);
    assertThat(varve.client().waitForInstanceCompletion("o-3", PATIENCE).outputAs(String.class))
        .isEqualTo("3 booked");
    assertThat(count("SELECT count(*) FROM varve_version_set")).isPositive();
    assertThat(count("SELECT count(*) FROM varve_hub_record WHERE name LIKE '%Order'"))
        .isPositive();
    String id =
        inTransaction(connection ->
            varve.client().joining(connection).scheduleNewOrchestrationInstance("Order", "4"));
    assertThat(varve.client().waitForInstanceCompletion(id, PATIENCE).outputAs(String.class))
        .isEqualTo("4 booked");
  }

  @Test
  void B9_a_start_that_waits_for_a_worker_is_kept_with_the_transaction_or_not_at_all()
      throws Exception {
    run(booking());
    StartOptions patient =
        StartOptions.withId("later").withVersion(9).withUnserved(UnservedPolicy.DEFER);
    assertThatThrownBy(() ->
            inTransaction(connection -> {
              varve
                  .client()
                  .joining(connection)
                  .scheduleNewOrchestrationInstance("Order", "9", patient);
              throw new IllegalStateException("no stock");
            }))
        .hasMessage("no stock");
    assertThat(varve.client().getInstanceMetadata("later")).isEmpty();

    inTransaction(connection ->
        varve.client().joining(connection).scheduleNewOrchestrationInstance("Order", "9", patient));
    OrchestrationMetadata kept = varve.client().getInstanceMetadata("later").orElseThrow();
    assertThat(kept.condition()).contains(InstanceCondition.WAITING_FOR_VERSION);
    assertThat(kept.function()).hasToString("Order_v9");
  }

  @Test
  void an_event_is_raised_with_the_transaction_or_not_at_all() throws Exception {
    run(booking());
    StartOptions options = StartOptions.withId("w-1");
    varve.client().scheduleNewOrchestrationInstance("Waiting", "x", options);

    assertThatThrownBy(() ->
            inTransaction(connection -> {
              varve.client().joining(connection).raiseEvent("w-1", "Paid", "by mistake");
              throw new IllegalStateException("declined");
            }))
        .hasMessage("declined");
    inTransaction(connection -> {
      insert(connection, 1, "paid");
      varve.client().joining(connection).raiseEvent("w-1", "Paid", "by card");
      return true;
    });

    assertThat(varve.client().waitForInstanceCompletion("w-1", PATIENCE).outputAs(String.class))
        .isEqualTo("by card");
    assertThat(orders()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_started_or_reached_is_refused_in_the_transaction() throws Exception {
    run(booking());
    StartOptions taken = StartOptions.withId("taken");
    varve.client().scheduleNewOrchestrationInstance("Waiting", "x", taken);

    assertThatThrownBy(() ->
            inTransaction(connection ->
                varve
                    .client()
                    .joining(connection)
                    .scheduleNewOrchestrationInstance("Waiting", "y", taken)))
        .isInstanceOf(InstanceAlreadyExistsException.class);
    assertThatThrownBy(() ->
            inTransaction(connection -> {
              varve.client().joining(connection).raiseEvent("nobody", "Paid", null);
              return true;
            }))
        .isInstanceOf(InstanceNotFoundException.class);
  }

  @Test
  void a_transactional_activity_that_fails_leaves_nothing_and_is_tried_again() {
    AtomicInteger attempts = new AtomicInteger();
    varve =
        Varve.builder()
            .activity(
                "Book_v1",
                String.class,
                transactional((context, connection, input) -> {
                  insert(connection, 7, "booked");
                  if (attempts.incrementAndGet() < 3) {
                    throw new IllegalStateException("try again");
                  }
                  return input + " after " + attempts;
                }))
            .storage(storage)
            .orchestrator(
                "Order_v1",
                String.class,
                (context, input) ->
                    context.callActivity("Book", input, String.class, RETRIED).await())
            .start();

    String id = varve.client().scheduleNewOrchestrationInstance("Order", "7");

    assertThat(varve.client().waitForInstanceCompletion(id, PATIENCE).outputAs(String.class))
        .isEqualTo("7 after 3");
    assertThat(orders()).isEqualTo(1);
  }

  @Test
  void a_transactional_activity_that_is_delivered_twice_takes_effect_once() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Activity<String, String> activity =
        transactional((context, connection, input) -> {
          insert(connection, 8, "booked");
          return "run " + runs.incrementAndGet();
        });
    run(
        Varve.builder()
            .activity(
                "Book_v1",
                String.class,
                (context, input) -> {
                  String first = activity.run(context, input);
                  return first + ", " + activity.run(context, input);
                }));

    String id = varve.client().scheduleNewOrchestrationInstance("Order", "8");

    assertThat(varve.client().waitForInstanceCompletion(id, PATIENCE).outputAs(String.class))
        .isEqualTo("run 1, run 1");
    assertThat(orders()).isEqualTo(1);
    assertThat(varve.client().purgeInstance(id)).isTrue();
    assertThat(count("SELECT count(*) FROM varve_step")).isZero();
  }

  static void insert(Connection connection, int id, String state) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO orders (id, state) VALUES (?,?)")) {
      insert.setInt(1, id);
      insert.setString(2, state);
      insert.executeUpdate();
    }
  }

  final int orders() {
    return count("SELECT count(*) FROM orders");
  }

  private int count(String sql) {
    try {
      return inTransaction(connection -> {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(sql)) {
          row.next();
          return row.getInt(1);
        }
      });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
