package dev.varve.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The launcher and the jar as users have them, each command in a process of its own. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("bin", "varve").toAbsolutePath();
  private static final String PATH = "/usr/bin:/bin";

  @TempDir Path directory;

  private Shell.Result launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return launch(LAUNCHER, environment, arguments);
  }

  private Shell.Result launch(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    return new Shell.Result(exitCode, Files.readString(out), Files.readString(err));
  }

  @Test
  void the_launcher_runs_through_a_link_on_the_JDK_it_is_told_and_refuses_an_old_one()
      throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(directory.resolve("varve"), LAUNCHER);
    Map<String, String> ours = Map.of("VARVE_JAVA_HOME", System.getProperty("java.home"));
    assertThat(launch(link, ours, "--version").out()).startsWith("varve 0.");
    Shell.Result tooOld = launch(Map.of("VARVE_JAVA_HOME", oldJdk().toString()), "--version");
    assertThat(tooOld.exitCode()).isEqualTo(1);
    assertThat(tooOld.err()).contains("is no JDK 21 or newer; correct it");
  }

  @Test
  void an_old_JAVA_HOME_is_passed_over_for_an_installed_JDK()
      throws IOException, InterruptedException {
    assumeThat(System.getProperty("java.home")).startsWith("/usr/lib/jvm/");

    Shell.Result passedOver = launch(Map.of("JAVA_HOME", oldJdk().toString()), "--version");

    assertThat(passedOver.err()).isEmpty();
    assertThat(passedOver.out()).startsWith("varve 0.");
  }

  private Path oldJdk() throws IOException {
    Path bin = Files.createDirectories(directory.resolve("old").resolve("bin"));
    Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Files.createSymbolicLink(bin.resolve("java"), Path.of("/bin/false"));
    return bin.getParent();
  }

  @Test
  void exit_codes_and_JSON_come_through_beside_a_worker_in_another_process()
      throws IOException, InterruptedException {
    Path file = directory.resolve("orders.db");
    Process worker = worker(file);
    try (BufferedReader answers = worker.inputReader(UTF_8)) {
      assertThat(answers.readLine()).startsWith("ready");
      Build edited = Build.of(directory.resolve("edited"), Build.editedShop());
      Map<String, String> environment =
          Map.of(
              "VARVE_JAVA_HOME",
              System.getProperty("java.home"),
              "VARVE_STORE",
              "sqlite:" + file,
              "VARVE_HUB",
              ShopHub.NAME);

      Shell.Result list = launch(environment, "instances", "list", "--json");
      assertThat(list.err()).isEmpty();
      assertThat(list.json().get("instances").size()).isEqualTo(3);
      JsonNode workers = launch(environment, "workers", "--json").json().get("workers");
      assertThat(workers.size()).isEqualTo(1);

      assertThat(rehearse(environment, directory.resolve("classes")).exitCode()).isZero();
      Shell.Result broken = rehearse(environment, edited.classes());
      assertThat(broken.exitCode()).isEqualTo(3);
      assertThat(JsonMapper.shared().readTree(broken.out()).get("wouldBreak").asInt()).isEqualTo(2);
      assertThat(launch(environment, "instances", "show", "nobody").exitCode()).isEqualTo(1);
      assertThat(launch(environment, "instances", "list", "--asleep").exitCode()).isEqualTo(2);

      assertThat(
              launch(environment, "instances", "events", "order-milk", "Paid", "\"cash\"")
                  .exitCode())
          .isZero();
      Await.until("milk is paid", () -> isPaid(environment));
    } finally {
      worker.getOutputStream().close();
      assertThat(worker.waitFor()).isZero();
    }
  }

  private boolean isPaid(Map<String, String> environment) {
    try {
      return launch(environment, "instances", "show", "order-milk")
          .out()
          .contains("output    \"milk paid by cash\"");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Shell.Result rehearse(Map<String, String> environment, Path classes)
      throws IOException, InterruptedException {
    return launch(
        environment,
        "rehearse",
        "--json",
        "--class-path",
        classes.toString(),
        "--registrations",
        Build.REGISTRATIONS);
  }

  private Process worker(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LiveShop.class.getName(),
            file.toString(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void the_jar_holds_every_license_and_all_services_of_what_is_in_it() throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of("target"), "varve-cli-*-all.jar");
        JarFile jar = new JarFile(jars.iterator().next().toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(Main.class.getName());
      assertThat(text(jar, "META-INF/services/java.sql.Driver"))
          .contains("org.sqlite.JDBC", "org.postgresql.Driver");
      assertThat(text(jar, "META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
          .contains("org.slf4j.simple.SimpleServiceProvider");
      assertThat(text(jar, "META-INF/LICENSE"))
          .contains("Apache License", "PostgreSQL Global Development Group");
      assertThat(text(jar, "META-INF/LICENSE.txt")).contains("QOS.ch");
      assertThat(text(jar, "META-INF/NOTICE")).contains("Jackson");
      assertThat(text(jar, "META-INF/licenses/ASM-LICENSE.txt")).contains("France Telecom");
      assertThat(jar.getEntry("META-INF/maven/org.xerial/sqlite-jdbc/LICENSE")).isNotNull();
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void the_completion_script_knows_the_commands() throws IOException, InterruptedException {
    Shell.Result script =
        launch(Map.of("VARVE_JAVA_HOME", System.getProperty("java.home")), "generate-completion");

    assertThat(script.exitCode()).isZero();
    assertThat(script.out()).contains("rehearse", "--served-elsewhere", "terminate");
  }
}
