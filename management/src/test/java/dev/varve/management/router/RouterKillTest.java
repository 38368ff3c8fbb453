package dev.varve.management.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The router's process is killed at steps of creations and removals: before and behind each write
 * to its hub and each order to its host. At all of them with {@code -Dvarve.soak=true}, else around
 * the orders to the host, where processes could be left or lost. Each recovered router is the one
 * that is killed next.
 */
class RouterKillTest {
  private static final boolean ALL = Boolean.getBoolean("varve.soak");
  private static final String OLD = "1.0.0";
  private static final String CURRENT = "1.1.0";
  private static final List<String> OF_CREATIONS =
      List.of("behind compareAndSet 1", "before start 1", "behind start 1");
  private static final List<String> OF_REMOVALS = List.of("before stop 1", "behind stop 1");

  @TempDir Path directory;

  /** What is asked for while the router dies. */
  private interface Request {
    HttpResponse<String> send(HttpCaller caller) throws IOException;
  }

  @Test
  void R5_R9_a_router_killed_at_steps_of_creations_and_removals_leaves_no_orphan_and_loses_nothing()
      throws IOException {
    RouterProcess router = RouterProcess.start(directory);
    try {
      router.caller().deploy(CURRENT);
      List<String> creations = steps(router, this::create, OF_CREATIONS);
      List<String> removals = steps(router, RouterKillTest::remove, OF_REMOVALS);
      for (int i = 0; i < Math.max(creations.size(), removals.size()); i++) {
        router = killed(router, at(creations, i), this::create);
        assertOpen(router, "RUNNING", 2);
        router = killed(router, at(removals, i), RouterKillTest::remove);
        assertOpen(router, "CLOSED", 1);
      }
      System.out.printf("killed at %s of creations, %s of removals%n", creations, removals);
      router.stop();
      assertThat(TinyApp.living(directory)).isEmpty();
    } finally {
      router.close();
    }
  }

  private HttpResponse<String> create(HttpCaller caller) throws IOException {
    int before = TinyApp.journalOf(directory).size();
    HttpResponse<String> answer = caller.post(OLD, "/orders");
    int answered = answer.statusCode() == 200 ? 1 : 0;
    assertThat(TinyApp.journalOf(directory)).hasSize(before + answered);
    return answer;
  }

  private static HttpResponse<String> remove(HttpCaller caller) throws IOException {
    return caller.remove(OLD);
  }

  /** Those that are there in a run without a kill, or the chosen ones among them. */
  private static List<String> steps(RouterProcess router, Request request, List<String> chosen)
      throws IOException {
    router.arm("none");
    assertThat(request.send(router.caller()).statusCode()).isEqualTo(200);
    List<String> steps = router.steps();
    assertThat(steps).containsAll(chosen);
    return ALL ? steps : chosen;
  }

  private static String at(List<String> steps, int index) {
    return index < steps.size() ? steps.get(index) : "none";
  }

  /**
   * The router that recovered from a kill at this step, and has done by then what the dead one was
   * asked for.
   */
  private RouterProcess killed(RouterProcess router, String step, Request request)
      throws IOException {
    if (step.equals("none")) {
      assertThat(request.send(router.caller()).statusCode()).isEqualTo(200);
      return router;
    }
    router.arm(step);
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(() -> isAnswered(router, request));
    router.awaitStay();
    router.kill();
    first.join();
    Place.await(
        "no child outlives a router killed " + step, () -> TinyApp.living(directory).isEmpty());
    RouterProcess next = RouterProcess.start(directory);
    HttpResponse<String> again = request.send(next.caller());
    assertThat(again.statusCode()).describedAs("%s: %s", step, again.body()).isEqualTo(200);
    return next;
  }

  /** Whether the router answered before it died; the caller of one that did not sees that. */
  private static boolean isAnswered(RouterProcess router, Request request) {
    try {
      return request.send(router.caller()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void assertOpen(RouterProcess router, String state, int processes) throws IOException {
    assertThat(router.caller().send("GET", "/apps/shop/health", "").body()).startsWith(CURRENT);
    assertThat(router.caller().apps())
        .isEqualTo("shop/1.0 1.0.0 " + state + ", shop/1.1 1.1.0 RUNNING current");
    Place.await(
        "one process for each open app", () -> TinyApp.living(directory).size() == processes);
  }
}
