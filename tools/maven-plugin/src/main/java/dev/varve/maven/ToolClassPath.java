package dev.varve.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * What the tool runs on: the project first, as it is deployed, so that a rehearsal replays with the
 * very libraries that production will have; then what only the tool needs.
 */
final class ToolClassPath {
  private static final String VARVE = "dev.varve";

  private ToolClassPath() {}

  /**
   * @param output the project's classes
   * @param project what the project depends on
   * @param tool the plugin and what it depends on; of what the project has too, the project's is
   *     taken
   * @param version of the tool
   * @throws MojoExecutionException if the project has Varve of another version: what reads code and
   *     histories must be of one piece
   */
  static List<Path> of(
      Path output, Collection<Artifact> project, Collection<Artifact> tool, String version)
      throws MojoExecutionException {
    List<Path> path = new ArrayList<>(List.of(output));
    Set<String> taken = new HashSet<>();
    for (Artifact artifact : project) {
      if (artifact.getGroupId().equals(VARVE) && !artifact.getBaseVersion().equals(version)) {
        throw new MojoExecutionException(
            "the project has %s %s, and this is the plugin of %s; use the plugin of the same version"
                .formatted(artifact.getArtifactId(), artifact.getBaseVersion(), version));
      }
      add(artifact, path, taken);
    }
    for (Artifact artifact : tool) {
      if (!taken.contains(key(artifact))) {
        add(artifact, path, taken);
      }
    }
    return path;
  }

  private static void add(Artifact artifact, List<Path> path, Set<String> taken) {
    // Maven keeps files back of what it has itself: of SLF4J, which comes with the project's Varve.
    if (artifact.getArtifactHandler().isAddedToClasspath() && artifact.getFile() != null) {
      path.add(artifact.getFile().toPath());
      taken.add(key(artifact));
    }
  }

  private static String key(Artifact artifact) {
    return artifact.getDependencyConflictId();
  }
}
