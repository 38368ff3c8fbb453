package dev.varve.versioning.bump;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * Java files as the compiler understands them: parsed and attributed, so that every name is known
 * by what it means and not by how it is spelled. What cannot be resolved, since the class path
 * lacks it, does not stop the rest.
 */
final class Project {
  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "-nowarn",
          "-implicit:none",
          "-Xmaxerrs",
          "100000",
          // Attribute what can be attributed, although something else is wrong.
          "--should-stop=ifError=FLOW");

  /**
   * A text to be compiled.
   *
   * @param test whether it only uses the code
   */
  record Input(Path path, String text, boolean test) {}

  /** A text and its tree. */
  record Parsed(Input input, CompilationUnitTree tree) {}

  private final List<Parsed> files;
  private final Trees trees;
  private final Elements elements;
  private final List<String> syntaxErrors;
  private final List<String> errors;

  private Project(
      List<Parsed> files, JavacTask task, List<String> syntaxErrors, List<String> errors) {
    this.files = files;
    this.trees = Trees.instance(task);
    this.elements = task.getElements();
    this.syntaxErrors = syntaxErrors;
    this.errors = errors;
  }

  /**
   * Parses and attributes.
   *
   * @throws BumpRefusedException if there is no compiler
   */
  static Project of(List<Input> inputs, List<Path> classPath) {
    JavaCompiler compiler = CompilerCheck.compiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      manager.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      // Else the compiler would look for more sources on the class path.
      manager.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
      List<Text> texts = inputs.stream().map(Text::new).toList();
      JavacTask task = (JavacTask) compiler.getTask(null, manager, found, OPTIONS, null, texts);
      List<Parsed> files = parse(task, inputs);
      List<String> syntaxErrors = errors(found);
      task.analyze();
      return new Project(files, task, syntaxErrors, errors(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Parsed> parse(JavacTask task, List<Input> inputs) throws IOException {
    Map<URI, Input> byUri = new HashMap<>();
    inputs.forEach(input -> byUri.put(input.path.toUri(), input));
    List<Parsed> files = new ArrayList<>();
    for (CompilationUnitTree tree : task.parse()) {
      Input input = byUri.get(tree.getSourceFile().toUri());
      files.add(new Parsed(Objects.requireNonNull(input), tree));
    }
    return files;
  }

  private static List<String> errors(DiagnosticCollector<JavaFileObject> found) {
    List<String> errors = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        String message = each.getMessage(Locale.ROOT).lines().findFirst().orElse("");
        errors.add(
            each.getSource() == null
                ? message
                : Path.of(each.getSource().toUri()) + ":" + each.getLineNumber() + ": " + message);
      }
    }
    return errors;
  }

  List<Parsed> files() {
    return files;
  }

  Trees trees() {
    return trees;
  }

  Elements elements() {
    return elements;
  }

  /** What the parser has against the code; behind it no tree can be trusted. */
  List<String> syntaxErrors() {
    return syntaxErrors;
  }

  /** All that the compiler has against the code, syntax included. */
  List<String> errors() {
    return errors;
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(Input input) {
      super(input.path.toUri(), Kind.SOURCE);
      this.text = input.text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
