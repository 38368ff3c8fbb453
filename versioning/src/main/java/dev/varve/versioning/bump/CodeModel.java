package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * What the sources say: units, where each is used, and the functions. Test sources are not in it:
 * they stay on the version they were written for.
 */
final class CodeModel {
  private final Project project;
  private final List<JavaFile> files = new ArrayList<>();
  private final Map<Element, Unit> units;
  private final UseScanner uses;
  private final RegistrationScanner registrations;
  private final List<Function> functions;
  private final List<BumpRisk> risks = new ArrayList<>();
  private final Map<JavaFile, List<Use>> usesByFile = new HashMap<>();
  private final Map<JavaFile, List<Use>> usesByTarget = new HashMap<>();

  private CodeModel(Project project, Map<Path, SourceFile> sources) {
    this.project = project;
    for (Project.Parsed parsed : project.files()) {
      SourceFile source = sources.get(parsed.input().path());
      if (!parsed.input().test() && source != null) {
        files.add(new JavaFile(source, parsed.tree(), project.trees()));
      }
    }
    units = new UnitScanner(project).scanAll(files);
    registrations = new RegistrationScanner(project);
    registrations.scanAll(files);
    risks.addAll(registrations.risks());
    files.forEach(JavaFile::nest);
    uses = new UseScanner(project, units);
    uses.scanAll(files);
    for (Use use : uses.uses()) {
      usesByFile.computeIfAbsent(use.file(), f -> new ArrayList<>()).add(use);
      usesByTarget.computeIfAbsent(use.target().file(), f -> new ArrayList<>()).add(use);
    }
    functions = findFunctions();
    functions.forEach(this::refuseWhatIsAround);
  }

  static CodeModel of(Project project, Map<Path, SourceFile> sources) {
    return new CodeModel(project, sources);
  }

  private record Key(FunctionKind kind, FunctionName name) {}

  private List<Function> findFunctions() {
    Map<Key, List<Registration>> registered =
        new TreeMap<>(Comparator.comparing(Key::kind).thenComparing(Key::name));
    Map<Key, Set<Unit>> code = new HashMap<>();
    for (Registration each : registrations.registrations()) {
      Key key = new Key(each.kind(), each.function());
      Unit unit = each.code() == null ? null : units.get(each.code());
      if (unit == null && each.nameAt() == null) {
        risks.add(ofAnotherTree(each));
        continue;
      }
      registered.computeIfAbsent(key, k -> new ArrayList<>()).add(each);
      if (unit != null) {
        code.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(unit);
      }
    }
    for (Unit unit : units.values()) {
      Key key = keyOfClass(unit);
      if (key != null) {
        registered.computeIfAbsent(key, k -> new ArrayList<>());
        code.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(unit);
      }
    }
    List<Function> found = new ArrayList<>();
    registered.forEach((key, all) ->
        found.add(
            new Function(key.kind, key.name, all, List.copyOf(code.getOrDefault(key, Set.of())))));
    return found;
  }

  private static BumpRisk ofAnotherTree(Registration registration) {
    Unit unit = registration.unit();
    return new BumpRisk(
        BumpRisk.Kind.UNRESOLVED,
        unit.file().source().at(unit.span().start()),
        "the class of "
            + registration.function()
            + " is not in the source tree, so it is not copied; give the root that holds it");
  }

  /** The function that a class is by its own versioned name, registered or not. */
  private @Nullable Key keyOfClass(Unit unit) {
    if (unit.element() instanceof TypeElement type
        && !type.getModifiers().contains(Modifier.ABSTRACT)
        && FunctionName.isVersioned(unit.name())) {
      FunctionKind kind = SuperTypes.functionKind(type).orElse(null);
      FunctionName name = FunctionNames.parsed(unit.name()).orElse(null);
      return kind == null || name == null ? null : new Key(kind, name);
    }
    return null;
  }

  /** What holds a registration or the class of a function is not the code of one function. */
  private void refuseWhatIsAround(Function function) {
    for (Registration each : function.registrations()) {
      refuseAbove(each.unit(), "it registers functions");
    }
    for (Unit unit : function.code()) {
      if (unit.kind() == Unit.Kind.TYPE) {
        refuseAbove(unit, "it holds the classes of functions");
      }
    }
  }

  private static void refuseAbove(Unit unit, String why) {
    for (Unit around = unit.parent(); around != null; around = around.parent()) {
      around.setObstacle(why);
    }
  }

  Project project() {
    return project;
  }

  List<JavaFile> files() {
    return files;
  }

  Iterable<Unit> units() {
    return units.values();
  }

  /** The unit of a declaration, or null if it is not of the tree. */
  @Nullable Unit unit(@Nullable Element element) {
    return units.get(element);
  }

  List<Use> uses() {
    return uses.uses();
  }

  /** The places anywhere that name units of a file. */
  List<Use> usesOf(JavaFile file) {
    return usesByTarget.getOrDefault(file, List.of());
  }

  /** The places inside a unit that name units. */
  List<Use> usesIn(Unit unit) {
    return usesIn(unit.file(), unit.span());
  }

  List<Use> usesIn(JavaFile file, Span span) {
    return usesByFile.getOrDefault(file, List.of()).stream()
        .filter(use -> span.contains(use.word().start()))
        .toList();
  }

  List<Import> imports(JavaFile file) {
    return uses.imports().stream().filter(each -> each.file() == file).toList();
  }

  List<UseScanner.Unresolved> unresolved() {
    return uses.unresolved();
  }

  List<Call> calls() {
    return registrations.calls();
  }

  /** What was found on the way and needs a person. */
  List<BumpRisk> risks() {
    return risks;
  }

  /** All versions of all functions, orchestrators first, in the order of their names. */
  List<Function> functions() {
    return functions;
  }
}
