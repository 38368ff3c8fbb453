package dev.varve.versioning.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** One source gives one form, whoever compiled it, and another source gives another one. */
final class ConstructsTest {
  /**
   * What javac and ECJ compile to code that differs in what it does, step by step; see the docs.
   */
  private static final Set<String> OPEN =
      Set.of(
          "logicValue",
          "refArrayOf",
          "refVarargs",
          "switchNull",
          "switchRecord",
          "tryResource",
          "tryResources");

  /** What is in a class of its own is no part of the form, or what makes no difference is. */
  private static final Set<String> NOT_EDITED = Set.of("anonymous", "local", "deadCode");

  /** Small edits, each of which changes what the code does. */
  private static final Map<String, String> EDITS =
      Map.ofEntries(
          Map.entry("(?<![\\w.])\\d+(?![\\d.])", "1$0"),
          Map.entry("\"([^\"]*)\"", "\"$1+\""),
          Map.entry(" < ", " >= "),
          Map.entry(" > ", " <= "),
          Map.entry(" <= ", " < "),
          Map.entry(" >= ", " > "),
          Map.entry(" == ", " != "),
          Map.entry(" != ", " == "),
          Map.entry(" && ", " || "),
          Map.entry(" \\|\\| ", " && "),
          Map.entry(" \\+ ", " - "),
          Map.entry(" - ", " + "),
          Map.entry(" \\* ", " / "),
          Map.entry(" \\^ ", " & "),
          Map.entry(" & ", " | "),
          Map.entry("\\+\\+", "--"),
          Map.entry("--", "++"),
          Map.entry("(\\+|-|\\*|/|%|<<|&|\\|)= ", "= "),
          Map.entry("!(?=[a-z(])", ""),
          Map.entry("true", "false"),
          Map.entry("continue", "break"),
          Map.entry("break;", "return RESULT;"),
          Map.entry("\\ba\\b(?= [<>=!+*^])", "(a + 1)"),
          Map.entry("say\\(", "shout("),
          Map.entry("Integer\\.parseInt\\((\\w)\\)", "Integer.parseInt($1, 16)"),
          Map.entry("NumberFormatException", "ArithmeticException"),
          Map.entry("IllegalStateException", "IllegalArgumentException"));

  @TempDir Path work;

  @ParameterizedTest
  @EnumSource
  void B2_every_construct_of_the_language_has_one_form_whoever_compiles_it(Compiled.By by) {
    Map<String, String> javac = forms(Constructs.sources(), Compiled.By.JAVAC);
    Map<String, String> other = forms(Constructs.sources(), by);

    Set<String> differ = new TreeSet<>();
    javac.forEach((name, form) -> {
      if (!form.equals(other.get(name))) {
        differ.add(name);
      }
    });
    assertThat(javac).hasSizeGreaterThan(90);
    assertThat(differ).isEqualTo(by.name().startsWith("ECJ") ? new TreeSet<>(OPEN) : Set.of());
  }

  @Test
  void B2_no_small_edit_of_any_construct_is_missed() {
    String source = Constructs.sources().get("shop/Constructs.java");
    Map<String, String> before = forms(Constructs.sources(), Compiled.By.JAVAC);
    List<List<String>> edits = source.lines().map(ConstructsTest::edits).toList();
    int most = edits.stream().mapToInt(List::size).max().orElseThrow();
    List<String> missed = new ArrayList<>();
    int reported = 0;
    for (int round = 0; round < most; round++) {
      Map<Integer, String> edited = new TreeMap<>();
      for (int line = 0; line < edits.size(); line++) {
        if (round < edits.get(line).size()) {
          edited.put(line, edits.get(line).get(round));
        }
      }
      Map<String, String> after = formsOfWhatCompiles(source, edited);
      for (String line : edited.values()) {
        String name = method(line);
        if (after.get(name).equals(before.get(name))) {
          missed.add(line.strip());
        } else {
          reported++;
        }
      }
    }
    assertThat(missed).as("of %s edits", reported + missed.size()).isEmpty();
    assertThat(reported).isGreaterThan(300);
  }

  /** All versions of a line with one edit in it. */
  private static List<String> edits(String line) {
    List<String> edits = new ArrayList<>();
    if (method(line).isEmpty() || NOT_EDITED.contains(method(line))) {
      return edits;
    }
    int body = line.indexOf('{');
    EDITS.forEach((pattern, replacement) -> {
      Matcher matcher = Pattern.compile(pattern).matcher(line);
      while (matcher.find()) {
        MatchResult found = matcher.toMatchResult();
        if (found.start() > body) {
          String by = Pattern.compile(pattern).matcher(found.group()).replaceFirst(replacement);
          if (pattern.contains("(?")) { // Looks around, so it is no match on its own.
            by = replacement.replace("$0", found.group());
          }
          edits.add(line.substring(0, found.start()) + by + line.substring(found.end()));
        }
      }
    });
    return edits;
  }

  private static String method(String line) {
    Matcher matcher = Pattern.compile("^  (?:[\\w<>\\[\\], ?]+ )(\\w+)\\([^;]*\\{").matcher(line);
    return matcher.find() && !line.startsWith("  class") ? matcher.group(1) : "";
  }

  /** Leaves out the edits that a compiler refuses; removes them from the argument. */
  private Map<String, String> formsOfWhatCompiles(String source, Map<Integer, String> edited) {
    while (true) {
      List<String> lines = new ArrayList<>(source.lines().toList());
      edited.forEach(lines::set);
      Map<String, String> sources = new TreeMap<>(Constructs.sources());
      sources.put("shop/Constructs.java", String.join("\n", lines));
      try {
        return forms(sources, Compiled.By.JAVAC);
      } catch (IllegalArgumentException e) {
        Set<Integer> refused = new HashSet<>();
        Matcher matcher = Pattern.compile("Constructs.java:(\\d+): error").matcher(e.getMessage());
        while (matcher.find()) {
          refused.add(Integer.parseInt(matcher.group(1)) - 1);
        }
        if (!edited.keySet().removeAll(refused)) {
          throw e;
        }
      }
    }
  }

  @Test
  void B2_private_members_of_nested_classes_have_one_form_before_and_since_Java_11() {
    Map<String, String> sources =
        Map.of(
            "shop/Nest.java",
            """
            package shop;

            class Nest {
              private int count;
              private static int shared;

              private int twice(int n) {
                return n * 2;
              }

              class Inner {
                int read() { return count + shared; }
                void write(int n) { count = n; }
                int call(int n) { return twice(n + 1); }
                String text(int n) { return "n is " + n + count; }
              }
            }
            """);
    Path old = Compiled.compile(work, sources, Compiled.By.JAVAC, 8);
    Path now = Compiled.compile(work, sources, Compiled.By.JAVAC, 21);

    Map<String, String> forms = forms(now, "shop/Nest$Inner");
    assertThat(forms).containsKeys("read", "write", "call", "text");
    assertThat(forms(old, "shop/Nest$Inner")).isEqualTo(forms);
  }

  private Map<String, String> forms(Map<String, String> sources, Compiled.By by) {
    return forms(Compiled.compile(work, sources, by), "shop/Constructs");
  }

  private static Map<String, String> forms(Path classes, String type) {
    try (URLClassLoader loader = Compiled.loader(classes)) {
      ClassFiles files = new ClassFiles(loader, new Project(List.of("shop")));
      ClassNode constructs = files.own(type).orElseThrow();
      Map<String, String> forms = new TreeMap<>();
      for (MethodNode method : constructs.methods) {
        if ((method.access & Opcodes.ACC_SYNTHETIC) == 0 && !method.name.startsWith("<")) {
          forms.put(method.name, Form.of(method, files, new Mentions()));
        }
      }
      return forms;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
