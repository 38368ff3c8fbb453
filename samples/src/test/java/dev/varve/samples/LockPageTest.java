package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.lock.Lock;
import dev.varve.versioning.lock.LockCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of docs/lock.md, compiled and run. */
class LockPageTest {
  @TempDir Path directory;

  /** A program before an edit, and behind it. */
  private static final class Released {
    static VarveBuilder register(VarveBuilder builder) {
      return builder
          .orchestrator("Order_v1", String.class, (context, item) -> "one " + item)
          .orchestrator("Order_v2", String.class, (context, item) -> "two " + item);
    }
  }

  private static final class Edited {
    static VarveBuilder register(VarveBuilder builder) {
      return builder
          .orchestrator("Order_v1", String.class, (context, item) -> "once " + item)
          .orchestrator("Order_v2", String.class, (context, item) -> "two " + item);
    }
  }

  private boolean isEdited;

  private VarveBuilder register(VarveBuilder builder) {
    return isEdited ? Edited.register(builder) : Released.register(builder);
  }

  @Test
  void a_released_version_that_was_edited_fails_the_check_until_it_is_accepted()
      throws IOException {
    Path file = directory.resolve("versions.lock");
    Lock.empty()
        .with(Lock.of(register(Varve.builder())), List.of(FunctionKey.orchestrator("Order_v1")))
        .writeTo(file);
    release(file);
    assertThat(check(file)).isZero();

    isEdited = true;
    assertThat(check(file)).isEqualTo(3);
    accept(file);
    assertThat(check(file)).isZero();
  }

  private void release(Path file) throws IOException {
    // snippet:lock-release
    Lock now = Lock.of(register(Varve.builder())); // all functions, as the program has them
    Lock.read(file).with(now, List.of(FunctionKey.orchestrator("Order_v2"))).writeTo(file);
    // end
  }

  private int check(Path file) throws IOException {
    // snippet:lock-check
    LockCheck check = Lock.read(file).check(register(Varve.builder()));
    System.out.println(check.message());
    return check.exitCode();
    // end
  }

  private void accept(Path file) throws IOException {
    // snippet:lock-accept
    Lock now = Lock.of(register(Varve.builder()));
    FunctionKey order = FunctionKey.orchestrator("Order_v1");
    Lock.read(file).accept(now, order, "only a text for people changed").writeTo(file);
    // end
  }
}
