package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BumpGoalIT {
  @Test
  void M8_a_copied_project_compiles_and_its_tests_pass(@TempDir Path directory)
      throws IOException, InterruptedException {
    MavenBuild shop = MavenBuild.of("shop", directory);
    String functions = shop.read("src/main/java/shop/ShopFunctions.java");

    shop.maven("varve:bump", "-Dvarve.base=Order", "-Dvarve.dryRun")
        .succeeds()
        .says("orchestrator Order_v1 -> Order_v2")
        .says("+        .orchestrator(Order_v2.class)");
    assertThat(shop.file("src/main/java/shop/Order_v2.java")).doesNotExist();
    assertThat(shop.read("src/main/java/shop/ShopFunctions.java")).isEqualTo(functions);

    // What is frozen by the copy is locked with it, and the check of the build agrees.
    shop.maven(
            "process-classes",
            "varve:lock-add",
            "varve:bump",
            "verify",
            "-Dvarve.function=Order_v1",
            "-Dvarve.base=Order")
        .succeeds()
        .says("Tests run: 1")
        .says("NEW orchestrator Order_v2");
    assertThat(shop.file("src/main/java/shop/Order_v2.java")).exists();
  }
}
