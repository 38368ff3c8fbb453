import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over every Java source below the given root: {@code check} lists the
 * badly formatted ones and leaves a file that fails the build, {@code apply} rewrites them.
 *
 * <p>It is started by the build on the selected JDK, because the formatter needs a JDK 21 and Maven
 * itself may run on an older one.
 */
final class Format {
  private static final List<String> NOT_OURS = List.of("target", ".git");

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]).toRealPath();

    // Long strings stay as written: the formatter does not always agree with itself about them.
    List<String> arguments = new ArrayList<>(List.of("--skip-reflowing-long-strings"));
    arguments.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    arguments.addAll(sources(root));

    Path verdict = root.resolve("build-tools/target/badly-formatted");
    Files.deleteIfExists(verdict);

    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int result = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    if (result != 0 && apply) {
      System.exit(result);
    }
    if (result != 0) {
      Files.createDirectories(verdict.getParent());
      Files.createFile(verdict);
    }
  }

  private static List<String> sources(Path root) throws Exception {
    try (var files = Files.walk(root)) {
      List<String> sources =
          files
              .filter(file -> file.getFileName().toString().endsWith(".java"))
              .filter(file -> isOurs(root.relativize(file)))
              .map(Path::toString)
              .sorted()
              .toList();
      if (sources.isEmpty()) {
        throw new IllegalStateException("no Java sources below " + root);
      }
      return sources;
    }
  }

  private static boolean isOurs(Path file) {
    for (Path part : file) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
