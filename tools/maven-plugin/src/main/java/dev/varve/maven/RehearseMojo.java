package dev.varve.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Replays the instances in flight on the code of this build and fails if one would break, or if
 * that cannot be told. Nothing is written to the store.
 */
@Mojo(
    name = "rehearse",
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the fields.
public final class RehearseMojo extends VarveGoal {
  /**
   * The store, such as {@code sqlite:orders.db} or {@code postgresql://host/orders?user=reader}. A
   * password comes from the environment variable {@code VARVE_PASSWORD}. Without it, that of the
   * variable {@code VARVE_STORE}. Either a store or {@link #export} is needed.
   */
  @Parameter(property = "varve.store")
  private @Nullable String store;

  /** The hub in the store; without it, that of {@code VARVE_HUB}, or {@code default}. */
  @Parameter(property = "varve.hub")
  private @Nullable String hub;

  /** A file of exported instances, instead of a store. */
  @Parameter(property = "varve.export")
  private @Nullable File export;

  /** At most so many instances of each version, the oldest; without it, all. */
  @Parameter(property = "varve.sample")
  private @Nullable Integer sample;

  /** Seconds that the replay of one instance may take; 10 unless given. Longer cannot be told. */
  @Parameter(property = "varve.timeLimit")
  private @Nullable Integer timeLimit;

  /** Functions that other workers go on serving, such as {@code Order_v1}. */
  @Parameter(property = "varve.servedElsewhere")
  private List<String> servedElsewhere = List.of();

  /** The report for build servers, as JUnit XML. */
  @Parameter(
      property = "varve.junitFile",
      defaultValue = "${project.build.directory}/varve-reports/TEST-rehearsal.xml")
  private File junitFile;

  /** The report for programs. */
  @Parameter(
      property = "varve.jsonFile",
      defaultValue = "${project.build.directory}/varve-reports/rehearsal.json")
  private File jsonFile;

  /** A build that rehearsed nothing would look like one that fits. */
  @Override
  boolean needsSomeModule() {
    return true;
  }

  @Override
  List<String> command() throws MojoExecutionException {
    List<String> line = new ArrayList<>(List.of("rehearse"));
    line.addAll(source());
    if (sample != null) {
      line.addAll(List.of("--sample", sample.toString()));
    }
    if (timeLimit != null) {
      line.addAll(List.of("--time-limit", timeLimit.toString()));
    }
    servedElsewhere.forEach(each -> line.addAll(List.of("--served-elsewhere", each)));
    line.addAll(List.of("--junit", junitFile.getPath(), "--json", jsonFile.getPath()));
    line.addAll(registrationsOption());
    return line;
  }

  private List<String> source() throws MojoExecutionException {
    if (store == null && export == null && System.getenv("VARVE_STORE") == null) {
      throw new MojoExecutionException(
          "nothing is named to rehearse on; give a store, such as -Dvarve.store=sqlite:orders.db,"
              + " or a file of exported instances: -Dvarve.export=FILE");
    }
    List<String> source = new ArrayList<>();
    if (store != null) {
      source.addAll(List.of("--store", store));
    }
    if (hub != null) {
      source.addAll(List.of("--hub", hub));
    }
    if (export != null) {
      source.addAll(List.of("--export", export.getPath()));
    }
    return source;
  }
}
