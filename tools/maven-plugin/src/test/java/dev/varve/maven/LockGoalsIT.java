package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockGoalsIT {
  private static final String ORDER = "src/main/java/shop/Order_v1.java";

  @Test
  void B2_a_build_fails_when_a_released_version_changed_until_that_is_accepted(
      @TempDir Path directory) throws IOException, InterruptedException {
    MavenBuild shop = MavenBuild.of("shop", directory);

    shop.maven("verify", "-DskipTests").fails().says("there is no lock file");
    shop.maven("varve:lock-add", "-Dvarve.function=Order_v1,Reserve_v1,activity Ship_v1")
        .succeeds()
        .says("added orchestrator Order_v1");
    assertThat(shop.read("versions.lock"))
        .contains("orchestrator Order_v1", "activity Reserve_v1", "activity Ship_v1");
    shop.maven("verify", "-DskipTests").succeeds();

    shop.edit(ORDER, "\"Reserve\"", "\"Pick\"");
    String locked = shop.read("versions.lock");
    shop.maven("verify", "-DskipTests")
        .fails()
        .says("Put the change into Order_v2")
        .says(Page.block("CHANGED"));
    assertThat(shop.read("versions.lock")).isEqualTo(locked);

    shop.maven(
            "process-classes",
            "varve:lock-accept",
            "varve:lock-check",
            "-Dvarve.function=Order_v1",
            "-Dvarve.reason=no order is in flight")
        .succeeds();
    assertThat(shop.read("versions.lock")).contains("accepted \"no order is in flight\"");

    shop.maven("varve:lock-remove", "-Dvarve.function=Reserve_v1,Ship_v1").succeeds();
    assertThat(shop.read("versions.lock"))
        .contains("orchestrator Order_v1")
        .doesNotContain("activity");
  }
}
