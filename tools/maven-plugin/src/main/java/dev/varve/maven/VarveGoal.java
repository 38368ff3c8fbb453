package dev.varve.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** What all goals do: find out whether the module is theirs, run the tool, judge its answer. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields.
abstract class VarveGoal extends AbstractMojo {
  private static final String SERVICE = "META-INF/services/dev.varve.Registrations";

  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
  private List<Artifact> pluginArtifacts;

  @Parameter(defaultValue = "${plugin.version}", readonly = true)
  private String version;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true)
  private MojoExecution execution;

  /** Leaves this module out. */
  @Parameter(property = "varve.skip")
  private boolean skip;

  /**
   * The class that registers the functions of this module, an implementation of {@code
   * dev.varve.Registrations}. Without it, the module's file {@code
   * META-INF/services/dev.varve.Registrations} names the class. In a build of several modules,
   * those with neither are left out; {@code rehearse} fails if there is no other.
   */
  @Parameter(property = "varve.registrations")
  private @Nullable String registrations;

  /**
   * The JDK, 21 or newer, that the tool runs on. Without it: the toolchain of the build, a
   * toolchain from {@code toolchains.xml}, the JVM of Maven, {@code JAVA_HOME} and its like, then
   * the newest in the folders where JDKs are usually installed.
   */
  @Parameter(property = "varve.jdkHome")
  private @Nullable File jdkHome;

  @Inject private ToolchainManager toolchains;

  /** What the tool is told. */
  abstract List<String> command() throws MojoExecutionException;

  /** Whether the goal looks at compiled code, or at files alone. */
  boolean needsCompiledCode() {
    return true;
  }

  /**
   * Whether something says that this module must have registrations, so that it is not left out.
   */
  boolean isExpected() {
    return false;
  }

  /** Whether a build of several modules must have one with registrations. */
  boolean needsSomeModule() {
    return false;
  }

  final MavenProject project() {
    return project;
  }

  /** The option that names the registrations, if they are named. */
  final List<String> registrationsOption() {
    return registrations == null ? List.of() : List.of("--registrations", registrations);
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (isConcerned()) {
      Tool tool = tool();
      getLog().debug("The tool runs on " + tool.jdk());
      judge(tool.run(goal(), command()));
    }
  }

  private boolean isConcerned() throws MojoExecutionException {
    if (skip || project.getPackaging().equals("pom")) {
      getLog().info("Nothing to do for this module.");
      return false;
    }
    if (!hasRegistrations()) {
      if (session.getProjects().size() > 1 && !isExpected()) {
        if (needsSomeModule() && nobodyHasRegistrations()) {
          throw unnamed("no module of this build says what it registers, so there is nothing to ");
        }
        getLog().info("No registrations in this module.");
        return false;
      }
      if (needsCompiledCode()) {
        throw unnamed("this module says nowhere what it registers, so there is nothing to ");
      }
    }
    if (needsCompiledCode() && !Files.isDirectory(output())) {
      throw new MojoExecutionException(
          "nothing is compiled in " + output() + "; run: mvn process-classes varve:" + goal());
    }
    return true;
  }

  private MojoExecutionException unnamed(String what) {
    return new MojoExecutionException(
        what
            + goal()
            + ": name the class that implements dev.varve.Registrations in src/main/resources/"
            + SERVICE
            + ", or as <registrations> in the configuration of this plugin");
  }

  /** Decided by the last that asks, since what others name may be generated when they compile. */
  private boolean nobodyHasRegistrations() {
    List<MavenProject> modules = session.getProjects();
    return modules.stream().noneMatch(this::hasRegistrations)
        && modules.stream().skip(modules.indexOf(project) + 1L).noneMatch(this::willAsk);
  }

  private boolean willAsk(MavenProject module) {
    return !module.getPackaging().equals("pom")
        && (execution.getSource() == MojoExecution.Source.CLI || plugin(module) != null);
  }

  private boolean hasRegistrations() {
    return registrations != null || hasRegistrations(project);
  }

  private boolean hasRegistrations(MavenProject module) {
    return isConfigured(module)
        || Stream.concat(
                Stream.of(output(module)),
                module.getResources().stream().map(Resource::getDirectory).map(Path::of))
            .anyMatch(folder -> Files.exists(folder.resolve(SERVICE)));
  }

  /** What Maven holds of a configuration prints as the XML it was. */
  private boolean isConfigured(MavenProject module) {
    Plugin plugin = plugin(module);
    return plugin != null
        && Stream.concat(
                Stream.of(plugin.getConfiguration()),
                plugin.getExecutions().stream().map(PluginExecution::getConfiguration))
            .anyMatch(configuration -> String.valueOf(configuration).contains("<registrations>"));
  }

  private @Nullable Plugin plugin(MavenProject module) {
    return module.getPlugin(execution.getPlugin().getKey());
  }

  private Tool tool() throws MojoExecutionException {
    return new Tool(
        jdk(),
        ToolClassPath.of(output(), project.getArtifacts(), toolArtifacts(), version),
        project.getBasedir().toPath(),
        Path.of(project.getBuild().getDirectory(), "varve"));
  }

  /** What came with the plugin, without the plugin itself. */
  private List<Artifact> toolArtifacts() {
    return pluginArtifacts.stream()
        .filter(artifact -> !artifact.getType().equals("maven-plugin"))
        .toList();
  }

  private Jdk jdk() throws MojoExecutionException {
    JdkSearch search =
        new JdkSearch(
            toolchainHomes(),
            Path.of(System.getProperty("java.home")),
            System.getenv(),
            JdkSearch.usualFolders());
    return search.find(jdkHome == null ? null : jdkHome.toPath());
  }

  private List<Path> toolchainHomes() {
    Stream<@Nullable Toolchain> selected =
        Stream.of(toolchains.getToolchainFromBuildContext("jdk", session));
    Stream<Toolchain> declared =
        toolchains.getToolchains(session, "jdk", Map.of("version", "[21,)")).stream();
    return Stream.concat(selected, declared)
        .flatMap(toolchain -> toolchain == null ? Stream.empty() : home(toolchain))
        .toList();
  }

  /** Maven tells where a tool is, not where the JDK is. */
  private static Stream<Path> home(Toolchain toolchain) {
    String java = toolchain.findTool("java");
    return java == null ? Stream.empty() : Stream.of(Path.of(java).resolve("../..").normalize());
  }

  /** Exit codes are those of the tool: 3 and 4 are its verdicts, all else means it gave none. */
  private void judge(Tool.Answer answer) throws MojoExecutionException, MojoFailureException {
    switch (answer.exitCode()) {
      case 0 -> {
        answer.errors().lines().forEach(getLog()::warn);
        answer.output().lines().forEach(getLog()::info);
      }
      case 3, 4 -> throw new MojoFailureException((answer.output() + answer.errors()).strip());
      default -> throw new MojoExecutionException(said(answer));
    }
  }

  private static String said(Tool.Answer answer) {
    String text = (answer.errors() + answer.output()).strip();
    return text.isEmpty() ? "the tool ended with " + answer.exitCode() : text;
  }

  private Path output() {
    return output(project);
  }

  private static Path output(MavenProject module) {
    return Path.of(module.getBuild().getOutputDirectory());
  }

  private String goal() {
    return execution.getGoal();
  }
}
