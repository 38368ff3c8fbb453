package dev.varve.versioning.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ChildJvmHostTest {
  private static final AppRun RUN = new AppRun(AppBuild.of("orders", "1.0.0"), 1);

  @TempDir private Path root;

  private static AppProgram small() throws Exception {
    Path main = location(AppProcess.class);
    Path test = location(SmallApp.class);
    return AppProgram.java(
        main + System.getProperty("path.separator") + test, SmallApp.class.getName(), 32);
  }

  private static Path location(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private ChildJvmHost.Builder host() throws Exception {
    return ChildJvmHost.builder(root.resolve("apps")).build("orders", "1.0.0", small());
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  @Test
  void R12_an_app_runs_in_a_process_of_its_own_and_leaves_nothing_but_its_log() throws Exception {
    long process;
    try (ChildJvmHost host = host().open()) {
      AppEndpoint app = host.start(RUN);
      process = host.processId(RUN).orElseThrow();
      assertThat(app.send(AppRequest.get("/a%20b")).text())
          .startsWith("orders 1.0.0 ordersv1x0 /a%20b ");
      assertThat(host.start(RUN)).isSameAs(app);
      assertThat(host.running()).containsExactly(RUN);
    }
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(files(root, ".pid")).isEmpty();
    assertThat(files(root, ".port")).isEmpty();
    assertThat(files(root, ".log"))
        .singleElement()
        .satisfies(log -> assertThat(Files.readString(log)).contains("started with []"));
  }

  @Test
  void SEC11_a_child_gets_the_environment_that_is_listed_and_no_other() throws Exception {
    try (ChildJvmHost host = host().environment("SHOP", "one").open()) {
      assertThat(host.start(RUN).send(AppRequest.get("/")).text())
          .endsWith("[SHOP, VARVE_APP, VARVE_APP_HUB, VARVE_APP_PORT_FILE, VARVE_APP_VERSION]");
    }
  }

  @Test
  void SEC11_hostile_names_versions_paths_and_headers_start_nothing_and_reach_nothing()
      throws Exception {
    List<String> corpus = corpus();
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(100);
    try (ChildJvmHost host = host().open()) {
      for (String hostile : corpus) {
        assertThatThrownBy(() -> AppBuild.of(hostile, "1.0.0"))
            .as(hostile)
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AppVersion.parse(hostile))
            .as(hostile)
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AppKey.parse(hostile))
            .as(hostile)
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> host.start(new AppRun(AppBuild.of("bash", "1.0.0"), 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(host.running()).isEmpty();

      AppEndpoint app = host.start(RUN);
      for (String hostile : corpus) {
        staysWithTheApp(app, () -> AppRequest.get(hostile));
        staysWithTheApp(app, () -> AppRequest.get("/" + hostile));
        staysWithTheApp(
            app,
            () ->
                new AppRequest(
                    "GET", "/", "", Map.of("X-Name", List.of(hostile)), new byte[0], true));
      }
      assertThat(host.running()).containsExactly(RUN);
      assertThat(files(root.resolve("apps"), ".pid")).hasSize(1);
    }
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).containsExactly(root.resolve("apps"));
    }
  }

  /** A request is refused before it is sent, or answered by the app. */
  private static void staysWithTheApp(
      AppEndpoint app, java.util.function.Supplier<AppRequest> request) {
    try {
      assertThat(app.send(request.get()).text()).doesNotContain("root:");
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("\n");
    } catch (AppUnreachableException e) {
      assertThat(e.mayBeDelivered()).isFalse();
    }
  }

  private static List<String> corpus() {
    List<String> corpus = new ArrayList<>();
    for (String part :
        List.of(
            "..",
            "../..",
            "../etc/passwd",
            "..\\..\\x",
            "/etc/passwd",
            "//evil.example/",
            ".",
            "C:\\x",
            "\\\\host\\share",
            "file:///etc/passwd",
            "http://evil.example/",
            "~root",
            "@evil.example/",
            ":80/",
            "$(id)",
            "`id`",
            ";id",
            "|id",
            "&id",
            "&&id",
            "||id",
            ">x",
            "<x",
            "\"",
            "'",
            "*",
            "?",
            "-",
            "--help",
            "-cp",
            "-Djava.class.path=x",
            "-javaagent:x.jar",
            "@argfile",
            "%2e%2e%2f",
            "%00",
            "%0d%0a",
            "${jndi:ldap://x}")) {
      corpus.add(part);
      corpus.add("orders" + part);
      corpus.add(part + "1.0.0");
    }
    for (int character : new int[] {0, 1, 7, 9, 10, 13, 27, 127, 0x85, 0x200B, 0x202E, 0xFEFF}) {
      corpus.add("orders" + Character.toString(character));
      corpus.add("1.0.0" + Character.toString(character));
    }
    corpus.addAll(
        List.of("", " ", "ORDERS", "örders", "оrders", "1orders", "or ders", "orders/1.0/x"));
    corpus.addAll(List.of("1.0.0.0", "01.0.0", "-1.0.0", "1.0.99999999999", "1.0.0-rc", "١.٠.٠"));
    corpus.add("a".repeat(26) + "/");
    return corpus;
  }

  @Test
  void SEC11_a_link_in_place_of_an_apps_folder_is_refused() throws Exception {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    try (ChildJvmHost host = host().open()) {
      Files.createSymbolicLink(root.resolve("apps").resolve(RUN.hub()), elsewhere);
      assertThatThrownBy(() -> host.start(RUN))
          .isInstanceOf(AppStartException.class)
          .hasMessageContaining("remove the link");
      assertThat(host.running()).isEmpty();
    }
    assertThat(files(elsewhere, "")).containsExactly(elsewhere);
  }

  @Test
  void SEC11_no_more_children_run_than_allowed() throws Exception {
    try (ChildJvmHost host = host().maxChildren(1).open()) {
      host.start(RUN);
      assertThatThrownBy(() -> host.start(new AppRun(RUN.build(), 2)))
          .isInstanceOf(AppStartException.class)
          .hasMessageContaining("no more than 1");
    }
  }

  @Test
  void R6_a_child_that_does_not_come_up_is_told_with_the_end_of_its_log() throws Exception {
    AppProgram broken = AppProgram.java("nowhere", "NoSuchProgram", 32);
    try (ChildJvmHost host = ChildJvmHost.builder(root).build("orders", "1.0.0", broken).open()) {
      assertThatThrownBy(() -> host.start(RUN))
          .isInstanceOf(AppStartException.class)
          .hasMessageContaining("exit code 1")
          .hasMessageContaining("NoSuchProgram");
      assertThat(host.running()).isEmpty();
      assertThat(files(root, ".pid")).isEmpty();
    }
  }

  @Test
  void R5_what_an_earlier_host_left_is_ended_before_anything_is_started() throws Exception {
    Process left = new ProcessBuilder("sleep", "600").start();
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Path folder = Files.createDirectories(root.resolve("apps").resolve("ordersv1x0"));
      Files.writeString(folder.resolve("a.pid"), Leftovers.describe(left.toHandle()));
      Files.writeString(folder.resolve("b.pid"), other.pid() + " 2020-01-01T00:00:00Z");
      try (ChildJvmHost host = host().open()) {
        assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other.isAlive()).as("another process of that id").isTrue();
        assertThat(files(root, ".pid")).isEmpty();
        assertThatThrownBy(() -> host().open())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("used by another host");
      }
    } finally {
      left.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void R12_a_child_that_ignores_its_end_is_killed() throws Exception {
    AppProgram deaf = new AppProgram(List.of("sleep", "600"));
    try (ChildJvmHost host =
        ChildJvmHost.builder(root)
            .build("orders", "1.0.0", deaf)
            .environment("PATH", String.valueOf(System.getenv("PATH")))
            .startTimeout(Duration.ofMillis(200))
            .stopTimeout(Duration.ofMillis(200))
            .open()) {
      assertThatThrownBy(() -> host.start(RUN)).hasMessageContaining("reported no port");
      assertThat(host.running()).isEmpty();
    }
  }
}
