package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkSearchTest {
  @TempDir Path directory;

  private Path maven;

  @BeforeEach
  void maven_runs_on_17() throws IOException {
    maven = jdk("maven", "17.0.15");
  }

  @Test
  void the_named_one_is_taken_before_all_others() throws Exception {
    Path named = jdk("named", "21.0.9");
    JdkSearch search = search(List.of(jdk("toolchain", "25")), Map.of());

    assertThat(search.find(named)).isEqualTo(new Jdk(named, 21));
  }

  @Test
  void a_named_folder_without_a_fitting_one_is_an_error_that_names_it() throws Exception {
    JdkSearch search = search(List.of(jdk("toolchain", "25")), Map.of());
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThatThrownBy(() -> search.find(empty))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("varve.jdkHome");
    assertThatThrownBy(() -> search.find(maven)).hasMessageContaining(maven.toString());
  }

  @Test
  void toolchains_go_before_the_JVM_of_Maven_before_variables_before_folders() throws Exception {
    Path old = jdk("old", "17.0.1");
    Path toolchain = jdk("toolchain", "21");
    Path fitting = jdk("fitting", "22");
    Path variable = jdk("variable", "23");
    Map<String, String> environment = Map.of("JAVA_HOME", variable.toString());
    List<Path> folders = List.of(jdk("folder/jdk", "24").getParent());

    assertThat(new JdkSearch(List.of(old, toolchain), fitting, environment, folders).find(null))
        .isEqualTo(new Jdk(toolchain, 21));
    assertThat(new JdkSearch(List.of(old), fitting, environment, folders).find(null).feature())
        .isEqualTo(22);
    assertThat(new JdkSearch(List.of(old), maven, environment, folders).find(null).feature())
        .isEqualTo(23);
    assertThat(new JdkSearch(List.of(old), maven, Map.of(), folders).find(null).feature())
        .isEqualTo(24);
  }

  @Test
  void of_variables_and_of_folders_the_newest_is_taken() throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", maven.toString(),
            "JAVA21_HOME", jdk("a", "21").toString(),
            "JAVA_HOME_25_X64", jdk("b", "25.0.1").toString(),
            "PATH", jdk("c", "26").toString());
    Path folder = jdk("jvm/jdk-21", "21").getParent();
    jdk("jvm/jdk-24.jdk/Contents/Home", "24.0.2");
    jdk("jvm/jdk-8", "1.8.0_472");

    assertThat(search(List.of(), environment).find(null).feature()).isEqualTo(25);
    assertThat(new JdkSearch(List.of(), maven, Map.of(), List.of(folder)).find(null).feature())
        .isEqualTo(24);
  }

  @Test
  void without_any_the_error_says_where_was_looked_and_what_to_do() {
    assertThatThrownBy(() -> search(List.of(), Map.of("JAVA_HOME", maven.toString())).find(null))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("no JDK 21 or newer")
        .hasMessageContaining(maven.toString())
        .hasMessageContaining("-Dvarve.jdkHome");
  }

  @Test
  void a_runtime_without_a_compiler_is_not_taken() throws Exception {
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(Jdk.in(runtime)).isEmpty();
  }

  private JdkSearch search(List<Path> toolchains, Map<String, String> environment) {
    return new JdkSearch(toolchains, maven, environment, List.of());
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String tool : List.of("java", "javac")) {
      assertThat(Files.createFile(bin.resolve(tool)).toFile().setExecutable(true)).isTrue();
    }
    String release = "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n";
    Files.writeString(home.resolve("release"), release);
    return home;
  }
}
