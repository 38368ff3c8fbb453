package dev.varve.versioning.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ClassLoaderHostTest {
  private static final String SOURCE =
      """
      package shop;

      import dev.varve.Varve;
      import dev.varve.storage.Storage;
      import dev.varve.versioning.router.*;

      public class App implements HostedApp {
        static int count;
        private Varve varve;

        public void start(Storage storage, String hub) {
          varve = Varve.builder().sharedStorage(storage).hub(hub)
              .orchestrator("Order_v1", Void.class, (context, nothing) -> "VERSION").start();
          Thread left = new Thread(() -> {
            try { Thread.sleep(600_000); } catch (InterruptedException e) { }
          }, "left-by-the-app");
          left.start();
        }

        public AppResponse answer(AppRequest request) {
          count++;
          String seen;
          try {
            Class.forName("org.junit.jupiter.api.Test");
            seen = "sees the program around it";
          } catch (ClassNotFoundException e) {
            seen = "alone";
          }
          String id = varve.client().scheduleNewOrchestrationInstance("Order");
          String end = varve.client()
              .waitForInstanceCompletion(id, java.time.Duration.ofSeconds(20)).outputAs(String.class);
          return AppResponse.of(200, end + " " + count + " " + seen);
        }

        public void close() {
          if (varve != null) varve.close();
        }
      }
      """;

  @TempDir private Path folder;
  private Path one;
  private Path two;

  @BeforeEach
  void compile() throws Exception {
    one = compiled("1.0");
    two = compiled("1.1");
  }

  private Path compiled(String version) throws Exception {
    Path home = Files.createDirectories(folder.resolve(version));
    Path source = home.resolve("App.java");
    Files.writeString(source, SOURCE.replace("VERSION", version));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                home.toString(),
                source.toString());
    assertThat(result).isZero();
    return home;
  }

  private ClassLoaderHost host(Storage storage) {
    return ClassLoaderHost.builder(storage)
        .build("shop", "1.0.0", List.of(one), "shop.App")
        .build("shop", "1.1.0", List.of(two), "shop.App")
        .build("shop", "2.0.0", List.of(two), "shop.NoSuchApp")
        .open();
  }

  private static AppRun run(String version) {
    return new AppRun(AppBuild.of("shop", version), 1);
  }

  @Test
  void R12_apps_of_one_class_name_run_side_by_side_and_see_nothing_of_each_other()
      throws Exception {
    try (Storage storage = new InMemoryStorage();
        ClassLoaderHost host = host(storage)) {
      AppEndpoint old = host.start(run("1.0.0"));
      AppEndpoint current = host.start(run("1.1.0"));
      assertThat(old.send(AppRequest.get("/")).text()).isEqualTo("1.0 1 alone");
      assertThat(current.send(AppRequest.get("/")).text()).isEqualTo("1.1 1 alone");
      assertThat(old.send(AppRequest.get("/")).text()).isEqualTo("1.0 2 alone");
      assertThatThrownBy(() -> host.start(run("2.0.0")))
          .isInstanceOf(AppStartException.class)
          .hasMessageContaining("NoSuchApp");
      assertThat(host.running()).containsExactlyInAnyOrder(run("1.0.0"), run("1.1.0"));
    }
  }

  @Test
  void R12_what_ran_in_a_class_loader_leaves_no_thread_and_no_class() throws Exception {
    try (Storage storage = new InMemoryStorage();
        ClassLoaderHost host = host(storage)) {
      WeakReference<ClassLoader> loader = useAndStop(host);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("left-by-the-app");
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (loader.get() != null && System.nanoTime() - deadline < 0) {
        System.gc();
        LockSupport.parkNanos(20_000_000);
      }
      assertThat(loader.get()).as("the class loader of the app").isNull();
    }
  }

  private static WeakReference<ClassLoader> useAndStop(ClassLoaderHost host) throws Exception {
    AppRun run = run("1.0.0");
    host.start(run).send(AppRequest.get("/"));
    ClassLoader loader =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("left-by-the-app"))
            .findFirst()
            .orElseThrow()
            .getContextClassLoader();
    host.stop(run);
    assertThat(host.endpoint(run)).isEmpty();
    return new WeakReference<>(loader);
  }
}
