package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureDetailsTest {
  static class PaymentException extends RuntimeException {
    PaymentException(String message) {
      super(message);
    }
  }

  static final class CardDeclinedException extends PaymentException {
    CardDeclinedException() {
      super("declined");
    }
  }

  @Test
  void the_supertypes_are_named_nearest_first_without_the_common_roots() {
    assertThat(FailureDetails.of(new CardDeclinedException()).supertypes())
        .containsExactly(PaymentException.class.getName());
    assertThat(FailureDetails.of(new FileNotFoundException()).supertypes())
        .containsExactly("java.io.IOException");
    assertThat(FailureDetails.of(new RuntimeException()).supertypes()).isEmpty();
    assertThat(FailureDetails.of(new StackOverflowError()).supertypes())
        .containsExactly("java.lang.VirtualMachineError", "java.lang.Error");
  }

  @Test
  void type_message_stack_trace_and_cause_are_recorded() {
    FailureDetails details =
        FailureDetails.of(new UncheckedIOException("outer", new IOException("inner")));

    assertThat(details.errorType()).isEqualTo("java.io.UncheckedIOException");
    assertThat(details.message()).isEqualTo("outer");
    assertThat(details.stackTrace()).startsWith("  at ").contains("FailureDetailsTest");
    assertThat(details.nonRetriable()).isFalse();
    assertThat(details.cause()).isNotNull();
    assertThat(details.cause().message()).isEqualTo("inner");
  }

  @Test
  void a_missing_message_is_empty() {
    assertThat(FailureDetails.of(new IOException()).message()).isEmpty();
  }

  @Test
  void a_non_retriable_exception_is_marked() {
    assertThat(FailureDetails.of(new NonRetriableException("no")).nonRetriable()).isTrue();
    assertThat(FailureDetails.of(new NonRetriableException("no") {}).nonRetriable()).isTrue();
  }

  @Test
  void message_stack_trace_and_chain_of_causes_are_bounded() {
    Exception failure = new IOException("deepest");
    for (int i = 0; i < 100; i++) {
      failure = new IOException("x".repeat(100_000), failure);
    }
    FailureDetails details = FailureDetails.of(failure);

    int length = 0;
    for (FailureDetails d = details; d != null; d = d.cause()) {
      length++;
    }
    assertThat(length).isEqualTo(11);
    assertThat(details.message()).hasSize(8_003).endsWith("...");
    assertThat(FailureDetails.of(deep(500)).stackTrace().lines()).hasSize(30);
  }

  @Test
  void causes_that_go_round_in_a_circle_end() {
    IOException first = new IOException("first");
    IOException second = new IOException("second", first);
    first.initCause(second);

    assertThat(FailureDetails.of(first).isCausedBy(IOException.class)).isTrue();
  }

  private static RuntimeException deep(int depth) {
    return depth == 0 ? new RuntimeException() : deep(depth - 1);
  }

  @Test
  void the_cause_is_found_by_type_supertype_or_deeper_in_the_chain() {
    FailureDetails details =
        FailureDetails.of(new IllegalStateException(new CardDeclinedException()));

    assertThat(details.isCausedBy(IllegalStateException.class)).isTrue();
    assertThat(details.isCausedBy(CardDeclinedException.class)).isTrue();
    assertThat(details.isCausedBy(PaymentException.class)).isTrue();
    assertThat(details.isCausedBy(Exception.class)).isTrue();
    assertThat(details.isCausedBy(Throwable.class)).isTrue();
    assertThat(details.isCausedBy(IOException.class)).isFalse();
    assertThat(details.isCausedBy(Error.class)).isFalse();
  }

  @Test
  void the_cause_is_found_without_the_failed_class_being_there() {
    FailureDetails gone =
        new FailureDetails(
            "com.gone.NoSuchException", "", "", false, List.of("java.io.IOException"), null);

    assertThat(gone.isCausedBy(IOException.class)).isTrue();
    assertThat(gone.isCausedBy(FileNotFoundException.class)).isFalse();
  }

  @Test
  void the_supertypes_cannot_be_changed_from_outside() {
    List<String> names = new ArrayList<>(List.of("a"));
    FailureDetails details = new FailureDetails("E", "", "", false, names, null);
    names.add("b");

    assertThat(details.supertypes()).containsExactly("a");
  }
}
