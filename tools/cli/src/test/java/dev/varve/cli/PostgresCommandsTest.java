package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.jdbc.PostgresStorage;
import dev.varve.jdbc.server.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** The same commands on PostgreSQL. */
class PostgresCommandsTest {
  @TempDir Path directory;

  @Test
  void the_commands_work_on_PostgreSQL_beside_a_live_worker() {
    PGSimpleDataSource source = PostgresServer.shared().newDatabase();
    String url =
        "postgresql://"
            + source.getUser()
            + "@"
            + source.getServerNames()[0]
            + ":"
            + source.getPortNumbers()[0]
            + "/"
            + source.getDatabaseName();
    Build released = Build.of(directory.resolve("released"), Build.shop());
    Build edited = Build.of(directory.resolve("edited"), Build.editedShop());
    ShopHub.fill(PostgresStorage.on(source), released);
    try (Varve worker = ShopHub.worker(PostgresStorage.on(source), released)) {
      assertThat(worker).isNotNull();
      JsonNode instances = shop(url, "instances list --json").json().get("instances");
      assertThat(instances.valueStream().map(each -> each.get("id").asString()))
          .containsExactly("order-tea", "order-coffee", "order-milk");
      assertThat(shop(url, "workers").out()).contains("shop-1");

      assertThat(shop(url, "current set Order 1 --who ann").exitCode()).isZero();
      assertThat(shop(url, "current get Order --json").json().at("/current/Order").asInt())
          .isEqualTo(1);
      assertThat(shop(url, "current history").out()).contains("ann");

      assertThat(rehearse(url, released)).isZero();
      assertThat(rehearse(url, edited)).isEqualTo(3);

      assertThat(shop(jdbcUrl(source), "versions").exitCode()).isZero();
    }
  }

  @Test
  void a_database_without_tables_is_told_and_gets_none() {
    PGSimpleDataSource source = PostgresServer.shared().newDatabase();
    for (String words : List.of("versions", "current set Order 1 --who ann")) {
      Shell.Result empty = shop(jdbcUrl(source), words);
      assertThat(empty.exitCode()).isEqualTo(1);
      assertThat(empty.err()).hasLineCount(1);
    }
  }

  @Test
  void passwords_are_taken_from_the_environment_only_and_repeated_nowhere() {
    for (String url :
        List.of(
            "postgresql://ann:s3cret@localhost/orders",
            "postgresql://ann:12/s3cret@localhost/orders",
            "jdbc:postgresql://ann@s3cret@localhost/orders",
            "postgresql://localhost/orders?user=ann&password=s3cret",
            "jdbc:postgresql://localhost/orders?PASSWORD=s3cret")) {
      Shell.Result refused = shop(url, "versions");
      assertThat(refused.exitCode()).describedAs(url).isEqualTo(2);
      assertThat(refused.err()).contains("VARVE_PASSWORD").doesNotContain("s3cret");
    }
    Shell.Result refused = shop("mysql://ann:s3cret@localhost/orders", "versions");
    assertThat(refused.err())
        .contains("sqlite:FILE", "postgresql://", "jdbc:postgresql:")
        .doesNotContain("s3cret");
  }

  private static String jdbcUrl(PGSimpleDataSource source) {
    String url = source.getUrl();
    return url + (url.contains("?") ? "&" : "?") + "user=" + source.getUser();
  }

  private static int rehearse(String url, Build build) {
    return shop(
            url,
            "rehearse --class-path " + build.classes() + " --registrations " + Build.REGISTRATIONS)
        .exitCode();
  }

  private static Shell.Result shop(String url, String words) {
    List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
    arguments.addAll(List.of("--store", url, "--hub", ShopHub.NAME));
    return Shell.run(arguments.toArray(String[]::new));
  }
}
