package dev.varve.samples;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles the blocks of the documentation that are whole source files. */
final class DocumentedUnits {
  private DocumentedUnits() {}

  /** Whether a block is a source file of its own rather than a part of one. */
  static boolean isWholeFile(String block) {
    return block.startsWith("import ") || block.startsWith("package ");
  }

  /** What the compiler has against a source file; empty if it compiles. */
  static List<String> problems(String source, Path output) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release",
            "21",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            output.toString());
    compiler.getTask(null, null, found, options, null, List.of(new Block(source))).call();
    return found.getDiagnostics().stream().map(d -> d.getMessage(Locale.ROOT)).toList();
  }

  private static final class Block extends SimpleJavaFileObject {
    private final String source;

    Block(String source) {
      super(URI.create("string:///Block.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
