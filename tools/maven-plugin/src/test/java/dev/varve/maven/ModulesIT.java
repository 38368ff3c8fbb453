package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesIT {
  private static final String SERVICE = "META-INF/services/dev.varve.Registrations";

  @Test
  void of_several_modules_those_with_registrations_are_checked(@TempDir Path directory)
      throws IOException, InterruptedException {
    MavenBuild modules = MavenBuild.of("modules", directory);

    modules
        .maven("compile", "varve:lock-add", "-Dvarve.function=Total_v1", "-Dvarve.packages=prices")
        .succeeds()
        .says("No registrations in this module");
    assertThat(modules.file("plain/versions.lock")).doesNotExist();
    assertThat(modules.read("orders/versions.lock")).contains("prices.Prices.total");

    modules.edit("plain/src/main/java/prices/Prices.java", "/ 5", "/ 4");
    modules.maven("process-classes", "-Dvarve.packages=prices").fails().says("Total_v2");
    modules.maven("process-classes", "-Dvarve.skip").succeeds();

    Files.delete(modules.file("orders/src/main/resources/" + SERVICE));
    Files.delete(modules.file("orders/target/classes/" + SERVICE));
    modules.maven("process-classes").fails().says("this module says nowhere what it registers");
  }

  @Test
  void B1_a_rehearsal_that_no_module_has_registrations_for_fails(@TempDir Path directory)
      throws IOException, InterruptedException {
    MavenBuild modules = MavenBuild.of("modules", directory);
    String store = "-Dvarve.store=sqlite:../orders.db";
    String rehearse = "varve:rehearse";
    modules
        .maven("compile", rehearse, store)
        .fails()
        .says("No registrations in this module")
        .says("orders.db");

    Files.delete(modules.file("orders/src/main/resources/" + SERVICE));
    Files.delete(modules.file("orders/target/classes/" + SERVICE));
    modules
        .maven("compile", rehearse, store)
        .fails()
        .says("No registrations in this module")
        .says("no module of this build says what it registers, so there is nothing to rehearse")
        .says("src/main/resources/" + SERVICE);
  }

  @Test
  void a_project_without_registrations_gets_told_where_to_name_them(@TempDir Path directory)
      throws IOException, InterruptedException {
    MavenBuild shop = MavenBuild.of("shop", directory);
    Files.delete(shop.file("src/main/resources/" + SERVICE));

    shop.maven("process-classes", "varve:lock-add", "-Dvarve.function=Order_v1")
        .fails()
        .says("this module says nowhere what it registers")
        .says("src/main/resources/" + SERVICE);
    assertThat(shop.file("versions.lock")).doesNotExist();

    shop.maven(
            "varve:lock-add",
            "-Dvarve.function=Order_v1",
            "-Dvarve.registrations=shop.ShopFunctions")
        .succeeds();
    assertThat(shop.read("versions.lock")).contains("orchestrator Order_v1");
  }
}
