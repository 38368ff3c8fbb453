package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.ArtifactHandler;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class ToolClassPathTest {
  private static final Path OUTPUT = Path.of("target", "classes");

  @Test
  void the_project_comes_first_and_what_it_has_is_its_own() throws MojoExecutionException {
    List<Path> path =
        ToolClassPath.of(
            OUTPUT,
            List.of(jar("dev.varve", "varve-runtime-core", "1.2"), jar("json", "json", "3.0")),
            List.of(
                jar("dev.varve", "varve-cli", "1.2"),
                jar("dev.varve", "varve-runtime-core", "1.2"),
                jar("json", "json", "3.1"),
                jar("options", "options", "4")),
            "1.2");

    assertThat(path)
        .containsExactly(
            OUTPUT,
            Path.of("varve-runtime-core-1.2.jar"),
            Path.of("json-3.0.jar"),
            Path.of("varve-cli-1.2.jar"),
            Path.of("options-4.jar"));
  }

  @Test
  void what_is_no_jar_of_classes_stays_out() throws MojoExecutionException {
    Artifact archive = artifact("pictures", "pictures", "1", new Type("zip", false));

    assertThat(ToolClassPath.of(OUTPUT, List.of(archive), List.of(), "1.2"))
        .containsExactly(OUTPUT);
  }

  @Test
  void varve_of_another_version_is_refused_with_both() {
    assertThatThrownBy(() ->
            ToolClassPath.of(
                OUTPUT, List.of(jar("dev.varve", "varve-testing", "1.3")), List.of(), "1.2"))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("varve-testing 1.3")
        .hasMessageContaining("plugin of 1.2");
  }

  private static Artifact jar(String group, String name, String version) {
    return artifact(group, name, version, new Type("jar", true));
  }

  private static Artifact artifact(String group, String name, String version, Type type) {
    Artifact artifact =
        new DefaultArtifact(group, name, version, "compile", type.extension(), null, type);
    artifact.setFile(Path.of(name + "-" + version + "." + type.extension()).toFile());
    return artifact;
  }

  /** What Maven knows of a type of artifacts. */
  private record Type(String extension, boolean isAddedToClasspath) implements ArtifactHandler {
    @Override
    public String getExtension() {
      return extension;
    }

    @Override
    public String getDirectory() {
      return extension + "s";
    }

    @Override
    public String getClassifier() {
      return "";
    }

    @Override
    public String getPackaging() {
      return extension;
    }

    @Override
    public boolean isIncludesDependencies() {
      return false;
    }

    @Override
    public String getLanguage() {
      return "java";
    }
  }
}
