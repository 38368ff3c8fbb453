package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.Storage;
import dev.varve.testing.router.FakeAppHost;
import dev.varve.versioning.router.Router;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The apps of a router that runs elsewhere, as a program beside it sees and changes them. */
class RouterCommandTest {
  private static final String HUB = "routing";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeFile() {
    file = directory.resolve("apps.db");
  }

  private Shell.Result router(String words, String... more) {
    return Shell.on(file, HUB, "router " + words, more);
  }

  @Test
  void apps_are_deployed_listed_and_removed_and_the_audit_log_says_who_and_why() {
    try (Storage storage = SqliteStorage.at(file);
        Router router = Routers.start(storage, HUB)) {
      assertThat(router("apps").out()).isEqualTo("no app was ever deployed\n");
      assertThat(router("deploy orders 1.0.0 --who ann", "--why", "first release").exitCode())
          .isZero();
      assertThat(router("deploy orders 1.1.0 --current never --json").json().toString())
          .contains("\"verdict\":\"done\"");
      assertThat(router("apps --json").json().at("/apps/0/current").asBoolean()).isTrue();
      assertThat(router.client().apps().apps()).hasSize(2);
      assertThat(router("deploy orders 1.1.0 --current always").exitCode()).isZero();
      assertThat(router("remove orders 1.0").exitCode()).isZero();
      assertThat(router("remove orders 1.0").out()).contains("it is closed");
      assertThat(storage.hub(HUB).records().auditLog(0, 1_000).stream().map(AuditEntry::who))
          .contains("ann");
    }
    assertThat(router("apps").out()).contains("orders/1.0  1.0.0    CLOSED", "orders/1.1");
  }

  @Test
  void what_may_not_be_done_ends_with_1_and_says_why() {
    try (Storage storage = SqliteStorage.at(file)) {
      FakeAppHost host = Routers.host(storage);
      try (Router router = Router.builder(storage, HUB, host).start()) {
        assertThat(router.client().apps().apps()).isEmpty();
        host.failNextStart("the disk is full");
        Shell.Result failed = router("deploy orders 1.0.0");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("orders/1.0: ", "the disk is full");
        assertThat(router("deploy orders 1.0.0").exitCode()).isZero();
        assertThat(router("remove orders 1.0").err()).contains("orders/1.0 is current");
        assertThat(router("remove orders 3.0").exitCode()).isEqualTo(1);
      }
      Shell.Result alone = router("deploy orders 1.1.0");
      assertThat(alone.exitCode()).isEqualTo(1);
      assertThat(alone.err()).contains("no router runs on hub routing");
    }
  }

  @Test
  void what_cannot_be_meant_ends_with_2() {
    try (Storage storage = SqliteStorage.at(file)) {
      assertThat(storage.hub(HUB).name()).isEqualTo(HUB);
      for (String words :
          List.of(
              "deploy Orders 1.0.0",
              "deploy orders 1.0",
              "deploy orders 1.0.0 --current soon",
              "deploy orders 1.0.0 --timeout 0",
              "remove orders 1")) {
        assertThat(router(words).exitCode()).describedAs(words).isEqualTo(2);
      }
    }
  }
}
