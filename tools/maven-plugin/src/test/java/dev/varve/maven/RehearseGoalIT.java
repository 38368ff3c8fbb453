package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseGoalIT {
  private static final String STORE = "-Dvarve.store=sqlite:target/orders.db";

  @Test
  void B1_a_build_fails_when_an_instance_in_flight_would_break(@TempDir Path directory)
      throws IOException, InterruptedException {
    MavenBuild shop = MavenBuild.of("shop", directory);

    // The test of the project leaves an order in flight behind.
    shop.maven("test", "varve:rehearse", STORE).succeeds();
    Path report = shop.file("target/varve-reports/TEST-rehearsal.xml");
    assertThat(report).content().contains("Order_v1", "failures=\"0\"");

    shop.edit("src/main/java/shop/Order_v1.java", "\"Reserve\"", "\"Pick\"");
    Files.delete(report);
    shop.maven("process-classes", "varve:rehearse", STORE).fails().says("open").says("Pick");
    assertThat(report).content().contains("name=\"open\"", "failures=\"1\"");
    assertThat(shop.read("target/varve-reports/rehearsal.json")).contains("\"open\"");
  }
}
