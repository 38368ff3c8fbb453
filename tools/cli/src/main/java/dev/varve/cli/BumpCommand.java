package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.versioning.bump.Bump;
import dev.varve.versioning.bump.BumpPlan;
import dev.varve.versioning.bump.BumpRequest;
import dev.varve.versioning.bump.BumpRisk;
import dev.varve.versioning.bump.CopiedFunction;
import dev.varve.versioning.bump.FunctionSelection;
import dev.varve.versioning.bump.SourceTree;
import dev.varve.versioning.bump.TargetVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Copies functions to their next version. */
@Command(
    name = "bump",
    description = {
      "Copies functions to their next version in the source tree; the old code stays byte for byte."
    })
final class BumpCommand implements Callable<Integer> {
  private static final String NEXT = "next";

  @Mixin private final Output output = new Output();

  @Parameters(arity = "0..*", paramLabel = "BASE", description = "Base names, such as Order.")
  private List<String> bases = new ArrayList<>();

  @Option(names = "--all", description = "All functions of the source tree.")
  private boolean all;

  @Option(
      names = "--only-changed",
      paramLabel = "BASE",
      arity = "1..*",
      split = ",",
      description = "What changed: these base names, their callers, and the callers of those.")
  private List<String> changed = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "next|N",
      description =
          "For each its own highest version and one, or one number for all; next unless given.")
  private String to = NEXT;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      required = true,
      description = "A root of the Java files; repeatable.")
  private List<Path> sources = new ArrayList<>();

  @Option(
      names = "--test-source",
      paramLabel = "DIR",
      description = "A root of Java files that use the code and are not changed; repeatable.")
  private List<Path> tests = new ArrayList<>();

  @Option(
      names = "--resources",
      paramLabel = "DIR",
      description = "A folder of configuration files whose keys may name a version; repeatable.")
  private List<Path> resources = new ArrayList<>();

  @Option(
      names = {"--class-path", "-cp"},
      paramLabel = "PATH",
      description = {
        "Jars and folders that the code is compiled against; repeatable. Without"
            + " it, the class path of this JVM."
      })
  private List<String> classPath = new ArrayList<>();

  @Option(
      names = "--encoding",
      paramLabel = "CHARSET",
      description = "That of all files; UTF-8 unless given.")
  private Charset encoding = StandardCharsets.UTF_8;

  @Option(
      names = "--activate",
      paramLabel = "FILE",
      description = "Make the new versions current in this .properties or .json file.")
  private Optional<Path> activate = Optional.empty();

  @Option(names = "--dry-run", description = "Write nothing; print the changes as a unified diff.")
  private boolean dryRun;

  @Override
  public Integer call() {
    BumpPlan plan = Bump.plan(typed(this::request));
    if (!dryRun) {
      plan.write();
    }
    output.print(document(plan), plan.summary() + (dryRun ? plan.diff() : ""));
    return ExitCode.DONE;
  }

  private BumpRequest request() {
    SourceTree tree =
        SourceTree.of(sources.toArray(Path[]::new))
            .withTests(tests)
            .withClassPath(ClassPath.of(classPath))
            .withEncoding(encoding);
    BumpRequest request =
        BumpRequest.of(tree)
            .withFunctions(selection())
            .withTarget(target())
            .withConfiguration(configuration());
    return activate.isPresent() ? request.activatingIn(activate.get()) : request;
  }

  private FunctionSelection selection() {
    if ((all ? 1 : 0) + (bases.isEmpty() ? 0 : 1) + (changed.isEmpty() ? 0 : 1) != 1) {
      throw new WrongUsageException(
          "which functions? give base names, or --all, or --only-changed with base names");
    }
    if (all) {
      return FunctionSelection.all();
    }
    return bases.isEmpty()
        ? FunctionSelection.changedAndCallers(changed)
        : FunctionSelection.named(bases.stream().distinct().toArray(String[]::new));
  }

  private TargetVersion target() {
    if (to.equals(NEXT)) {
      return TargetVersion.next();
    }
    try {
      return TargetVersion.exactly(Integer.parseInt(to));
    } catch (NumberFormatException e) {
      throw new WrongUsageException(
          "the version '" + to + "' is no whole number; give --to next, or a number such as 3", e);
    }
  }

  /** Files of text; what is binary names no version that could be followed. */
  private List<Path> configuration() {
    List<Path> files = new ArrayList<>();
    for (Path directory : resources) {
      try (Stream<Path> all = Files.walk(directory)) {
        all.filter(Files::isRegularFile).filter(this::isText).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new CommandFailedException("the folder '" + directory + "' cannot be read: " + e, e);
      }
    }
    return files;
  }

  private boolean isText(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".properties") || name.endsWith(".json")) {
      return true;
    }
    try {
      return encoding
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .chars()
          .noneMatch(c -> c == 0);
    } catch (CharacterCodingException e) {
      return false;
    } catch (IOException e) {
      throw new CommandFailedException("the file '" + file + "' cannot be read: " + e, e);
    }
  }

  private ObjectNode document(BumpPlan plan) {
    ObjectNode root =
        Output.object()
            .put("written", !dryRun && !plan.files().isEmpty())
            .put("complete", plan.isComplete());
    ArrayNode functions = root.putArray("functions");
    for (CopiedFunction function : plan.functions()) {
      functions
          .addObject()
          .put("kind", function.kind().word())
          .put("from", function.from().toString())
          .put("to", function.to().toString());
    }
    ArrayNode there = root.putArray("alreadyThere");
    plan.alreadyThere().forEach(function -> there.add(function.toString()));
    ArrayNode frozen = root.putArray("frozen");
    plan.frozen().forEach(function -> frozen.add(function.toString()));
    ArrayNode risks = root.putArray("risks");
    for (BumpRisk risk : plan.risks()) {
      risks
          .addObject()
          .put("kind", risk.kind().name())
          .put("where", risk.where())
          .put("message", risk.message());
    }
    ArrayNode files = root.putArray("files");
    plan.files().forEach(file -> files.add(file.toString()));
    root.put("directory", plan.directory().toString());
    if (dryRun) {
      root.put("diff", plan.diff());
    }
    return root;
  }
}
