package dev.varve.versioning.bump;

import dev.varve.FunctionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The steps of a plan: read, resolve, select, copy, follow, check. */
final class Planner {
  private static final int SHOWN = 5;

  private final BumpRequest request;
  private final Map<Path, SourceFile> sources = new LinkedHashMap<>();
  private final Map<Path, SourceFile> tests = new LinkedHashMap<>();
  private final List<SourceFile> configuration = new ArrayList<>();
  private final Path directory;

  Planner(BumpRequest request) {
    this.request = request;
    this.directory = directory(request);
  }

  BumpPlan plan() {
    read();
    Project before = Project.of(inputs(Map.of()), request.code().classPath());
    refuse("does not parse", before.syntaxErrors());
    CodeModel model = CodeModel.of(before, sources);
    Selected selected = Selected.of(model, request.functions(), request.target());
    CopySet copies = CopySet.of(model, selected.copies());
    Map<Unit, String> names = Naming.of(model, copies, selected.copies());
    NameText texts = texts(model, copies, names, Map.of());

    Configuration files = new Configuration(texts);
    configuration.forEach(files::follow);
    activate(files, selected);
    texts = texts(model, copies, names, files.keys());
    Rewriter rewriter = new Rewriter(model, copies, names, texts, selected.copies());

    Map<Path, Change> changes = new TreeMap<>();
    rewriter.changes().forEach(change -> put(changes, change));
    List<BumpRisk> risks = new ArrayList<>(model.risks());
    selected.complete().stream()
        .filter(each -> each.registrations().isEmpty())
        .forEach(each -> risks.add(Risks.notRegistered(each.name(), each.name())));
    if (!selected.copies().isEmpty()) {
      risks.addAll(Risks.of(model, copies, selected.copies(), texts));
      risks.addAll(rewriter.risks());
      risks.addAll(files.risks());
      check(before, changes, selected, copies, risks);
    }
    files.changes().forEach(change -> put(changes, change));
    return new BumpPlan(
        directory,
        List.copyOf(selected.copies().values()),
        selected.complete().stream().map(Function::name).distinct().toList(),
        risks,
        List.copyOf(changes.values()));
  }

  private static void put(Map<Path, Change> changes, Change change) {
    if (changes.put(change.path(), change) != null) {
      throw new IllegalStateException("two texts for " + change.path());
    }
  }

  private void read() {
    for (Path root : request.code().sources()) {
      readAll(root, sources);
    }
    for (Path root : request.code().tests()) {
      readAll(root, tests);
    }
    // A root of tests may lie inside one of sources.
    sources.keySet().removeAll(tests.keySet());
    request.configuration().forEach(file -> configuration.add(readOne(file)));
  }

  private SourceFile readOne(Path file) {
    return SourceFile.read(Bump.normal(file), request.code().encoding(), directory);
  }

  private void readAll(Path root, Map<Path, SourceFile> into) {
    if (!Files.isDirectory(root)) {
      throw new BumpRefusedException("'" + root + "' is no directory; give a root of Java files");
    }
    try (Stream<Path> all = Files.walk(Bump.normal(root))) {
      all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".java"))
          // All is compiled as one unnamed module, so that no module path is needed.
          .filter(file -> !file.endsWith("module-info.java"))
          .sorted()
          .forEach(file -> into.put(file, readOne(file)));
    } catch (IOException e) {
      throw new BumpRefusedException("reading '" + root + "' failed with " + e, e);
    }
  }

  /** All Java files, with the changes in them. */
  private List<Project.Input> inputs(Map<Path, Change> changes) {
    List<Project.Input> inputs = new ArrayList<>();
    sources.forEach((path, file) -> {
      Change change = changes.get(path);
      String text = change == null ? file.text() : change.text();
      inputs.add(new Project.Input(path, text, false));
    });
    tests.forEach((path, file) -> inputs.add(new Project.Input(path, file.text(), true)));
    changes.values().stream()
        .filter(Change::isNew)
        .forEach(change -> inputs.add(new Project.Input(change.path(), change.text(), false)));
    return inputs;
  }

  private static void refuse(String problem, List<String> errors) {
    if (!errors.isEmpty()) {
      String shown = String.join("\n", errors.subList(0, Math.min(SHOWN, errors.size())));
      throw new BumpRefusedException("the code " + problem + ", so nothing was changed:\n" + shown);
    }
  }

  private static NameText texts(
      CodeModel model, CopySet copies, Map<Unit, String> names, Map<String, String> keys) {
    Map<String, String> renamed = new HashMap<>();
    Set<String> functions = new HashSet<>();
    Set<String> whole = new HashSet<>();
    Map<String, Integer> simpleNames = new HashMap<>();
    for (Unit unit : model.units()) {
      if (unit.kind() == Unit.Kind.TYPE) {
        simpleNames.merge(unit.name(), 1, Integer::sum);
        whole.add(unit.qualifiedName());
        whole.add(unit.binaryName());
      }
    }
    for (Unit top : copies.tops()) {
      String name = names.get(top);
      if (top.kind() == Unit.Kind.TYPE && name != null) {
        for (String qualified : List.of(top.qualifiedName(), top.binaryName())) {
          String around = qualified.substring(0, qualified.length() - top.name().length());
          // Without a package, the name of a class is a word like any other.
          if (!around.isEmpty()) {
            renamed.put(qualified, around + name);
          }
        }
        if (FunctionName.isVersioned(top.name()) && simpleNames.getOrDefault(top.name(), 0) == 1) {
          renamed.put(top.name(), name);
        }
      }
    }
    for (Function function : model.functions()) {
      if (function.name().version() > 0) {
        whole.add(function.name().toString());
      }
    }
    copies
        .renamed()
        .forEach((from, to) -> {
          renamed.put(from, to.toString());
          functions.add(from);
        });
    return new NameText(renamed, keys, functions, whole);
  }

  private void activate(Configuration files, Selected selected) {
    if (request.activateIn() != null) {
      List<CopiedFunction> all = new ArrayList<>(selected.copies().values());
      selected
          .complete()
          .forEach(each -> all.add(new CopiedFunction(each.kind(), each.name(), each.name())));
      files.activate(readOne(request.activateIn()), all);
    }
  }

  /** The result has to be as good as what was there, and to register both versions. */
  private void check(
      Project before,
      Map<Path, Change> changes,
      Selected selected,
      CopySet copies,
      List<BumpRisk> risks) {
    Project after = Project.of(inputs(changes), request.code().classPath());
    refuse("would not parse", after.syntaxErrors());
    if (before.errors().isEmpty()) {
      refuse("would not compile", after.errors());
    } else {
      risks.add(
          new BumpRisk(
              BumpRisk.Kind.NOT_COMPILED,
              directory.toString(),
              "the code did not compile before ("
                  + before.errors().getFirst()
                  + "), so the result was parsed only; give the class path, and compile it"));
    }
    requireRegistered(after, changes, selected, copies);
  }

  private void requireRegistered(
      Project after, Map<Path, Change> changes, Selected selected, CopySet copies) {
    Map<Path, SourceFile> files = new HashMap<>(sources);
    changes.forEach((path, change) -> files.put(path, change.result()));
    List<Function> found = CodeModel.of(after, files).functions();
    for (Map.Entry<Function, CopiedFunction> each : selected.copies().entrySet()) {
      List<Registration> old = each.getKey().registrations();
      long copied = old.stream().filter(r -> copies.topOf(r.unit()) != null).count();
      CopiedFunction copy = each.getValue();
      if (!isRegistered(found, copy, copy.from(), old.size())
          || !isRegistered(found, copy, copy.to(), copied)) {
        throw new BumpRefusedException(
            copy + " would not register both versions; please report this with the code");
      }
    }
  }

  private static boolean isRegistered(
      List<Function> found, CopiedFunction copy, FunctionName name, long times) {
    return found.stream()
        .filter(each -> each.kind() == copy.kind() && each.name().equals(name))
        .anyMatch(each -> each.registrations().size() == times);
  }

  /** The directory that holds all files. */
  private static Path directory(BumpRequest request) {
    Stream<Path> roots =
        Stream.concat(request.code().sources().stream(), request.configuration().stream());
    if (request.activateIn() != null) {
      roots = Stream.concat(roots, Stream.of(request.activateIn()));
    }
    List<Path> all = roots.map(Bump::normal).sorted(Comparator.naturalOrder()).toList();
    Path common = all.getFirst();
    while (!Files.isDirectory(common) || !holds(common, all)) {
      common = Objects.requireNonNull(common.getParent(), "files on different disks");
    }
    return common;
  }

  private static boolean holds(Path directory, List<Path> files) {
    return files.stream().allMatch(file -> file.startsWith(directory));
  }
}
