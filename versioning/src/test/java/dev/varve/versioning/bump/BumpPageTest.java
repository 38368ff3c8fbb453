package dev.varve.versioning.bump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/bump.md shows is what a run prints. */
final class BumpPageTest {
  @TempDir private Path directory;

  @Test
  void M6_the_page_shows_what_the_run_prints() throws Exception {
    CodeTree tree =
        new CodeTree(directory.resolve("tree"))
            .java(
                "shop/App.java",
                """
                package shop;

                import dev.varve.VarveBuilder;

                final class App {
                  static void register(VarveBuilder builder) {
                    builder
                        .orchestrator(Order_v1::new)
                        .activity("Charge_v1", Long.class, cents -> "charged " + cents);
                  }
                }
                """)
            .java(
                "shop/OrderInput.java",
                "package shop;\n\nrecord OrderInput(String id, long cents) {}\n")
            .java(
                "shop/Order_v1.java",
                """
                package shop;

                import dev.varve.OrchestrationContext;
                import dev.varve.Orchestrator;

                final class Order_v1 implements Orchestrator<OrderInput, String> {
                  @Override
                  public String run(OrchestrationContext context, OrderInput input) {
                    return context.callActivity("Charge", input.cents(), String.class).await();
                  }
                }
                """);
    BumpPlan plan = Bump.plan(tree.request().withFunctions(FunctionSelection.named("Order")));

    assertThat(Files.readString(Path.of("../docs/bump.md")))
        .contains("```\n" + plan.summary() + plan.diff() + "```\n");
  }
}
