package dev.varve.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Copies functions to their next version in the source folders of this module. The code of the old
 * version stays as it is; the copy is what to edit.
 */
@Mojo(name = "bump", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the fields.
public final class BumpMojo extends VarveGoal {
  /** Base names of the functions, such as {@code Order,Charge}. */
  @Parameter(property = "varve.base")
  private List<String> base = List.of();

  /** Copies all functions of this module. */
  @Parameter(property = "varve.all")
  private boolean all;

  /** What changed, by base name: copied with its callers and theirs. */
  @Parameter(property = "varve.onlyChanged")
  private List<String> onlyChanged = List.of();

  /** The version of the copies: {@code next}, which is each function's own, or a number for all. */
  @Parameter(property = "varve.to", defaultValue = "next")
  private String to;

  /** A file of current versions that shall name the new ones; without it, what is current stays. */
  @Parameter(property = "varve.activate")
  private @Nullable File activate;

  /** Prints what would be done, with a diff, and writes nothing. */
  @Parameter(property = "varve.dryRun")
  private boolean dryRun;

  /** The encoding of sources and resources. */
  @Parameter(property = "varve.encoding", defaultValue = "${project.build.sourceEncoding}")
  private @Nullable String encoding;

  @Override
  boolean needsCompiledCode() {
    return false;
  }

  @Override
  List<String> command() throws MojoExecutionException {
    if (Stream.of(all, !base.isEmpty(), !onlyChanged.isEmpty()).filter(given -> given).count()
        != 1) {
      throw new MojoExecutionException(
          "which functions? give -Dvarve.base=Order,Charge, or -Dvarve.all, or -Dvarve.onlyChanged="
              + "Charge to copy what calls it, too");
    }
    List<String> line = new ArrayList<>(List.of("bump"));
    line.addAll(base);
    if (all) {
      line.add("--all");
    }
    onlyChanged.forEach(each -> line.addAll(List.of("--only-changed", each)));
    line.addAll(List.of("--to", to));
    addFolders("--source", project().getCompileSourceRoots(), line);
    addFolders("--test-source", project().getTestCompileSourceRoots(), line);
    addFolders(
        "--resources",
        project().getResources().stream().map(Resource::getDirectory).toList(),
        line);
    if (encoding != null) {
      line.addAll(List.of("--encoding", encoding));
    }
    if (activate != null) {
      line.addAll(List.of("--activate", activate.getPath()));
    }
    if (dryRun) {
      line.add("--dry-run");
    }
    return line;
  }

  /** Those that exist and are written by hand: what is generated would be generated again. */
  private void addFolders(String option, List<String> folders, List<String> line) {
    Path generated = Path.of(project().getBuild().getDirectory());
    for (String folder : folders) {
      if (Files.isDirectory(Path.of(folder)) && !Path.of(folder).startsWith(generated)) {
        line.addAll(List.of(option, folder));
      }
    }
  }
}
