package dev.varve.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local repository of the builds under test: it has what this build made, without an
 * installation, and takes all else from the repository of this build, so that as a rule nothing is
 * downloaded.
 */
final class MavenRepository {
  private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>(.+?)</artifactId>");

  private final Path root = Path.of("../..").toAbsolutePath().normalize();
  private final Path directory = Path.of("target", "it-repository").toAbsolutePath();
  private final String version = System.getProperty("outer.version");

  /** Puts the modules in that have a jar by now. */
  MavenRepository() throws IOException {
    String parent = Files.readString(root.resolve("pom.xml"));
    put(root.resolve("pom.xml"), "varve-parent", "pom");
    for (String module : MODULE.matcher(parent).results().map(found -> found.group(1)).toList()) {
      addModule(root.resolve(module));
    }
  }

  private void addModule(Path module) throws IOException {
    Path pom = module.resolve("pom.xml");
    Matcher artifact = ARTIFACT.matcher(Files.readString(pom));
    if (artifact.find()) {
      String name = artifact.group(1);
      Path jar = module.resolve("target").resolve(name + "-" + version + ".jar");
      if (Files.exists(jar)) {
        put(pom, name, "pom");
        put(jar, name, "jar");
      }
    }
  }

  private void put(Path file, String artifact, String type) throws IOException {
    Path folder = directory.resolve("dev/varve").resolve(artifact).resolve(version);
    Files.createDirectories(folder);
    Files.copy(
        file,
        folder.resolve(artifact + "-" + version + "." + type),
        StandardCopyOption.REPLACE_EXISTING);
  }

  Path directory() {
    return directory;
  }

  /** The version of a plugin in this build: that one is in its repository. */
  String pluginVersion(String plugin) throws IOException {
    Matcher found =
        Pattern.compile(Pattern.quote(plugin) + "</artifactId>\\s*<version>(.+?)</version>")
            .matcher(Files.readString(root.resolve("pom.xml")));
    if (!found.find()) {
      throw new IllegalStateException("the root pom.xml has no version of " + plugin);
    }
    return found.group(1);
  }

  /** Settings with the repository of this build as a remote one; Maven Central comes behind it. */
  Path settings() throws IOException {
    String repository =
        """
        <id>outer</id>
        <url>%s</url>
        <releases><checksumPolicy>ignore</checksumPolicy></releases>
        <snapshots><enabled>false</enabled></snapshots>
        """
            .formatted(Path.of(System.getProperty("outer.repository")).toUri());
    return Files.writeString(
        directory.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>outer</id>
              <repositories><repository>%1$s</repository></repositories>
              <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>outer</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(repository));
  }
}
