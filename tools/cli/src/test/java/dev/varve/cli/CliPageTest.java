package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The examples of docs/cli.md, run one after the other beside a live worker. */
class CliPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "cli.md");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Set<String> OF_A_STORE =
      Set.of(
          "versions",
          "workers",
          "instances",
          "current",
          "export",
          "parked",
          "retire",
          "gate",
          "router");

  @TempDir Path directory;

  /** A command of the page, and what it prints there. */
  private record Example(String command, List<String> lines) {
    String output() {
      return String.join("\n", lines);
    }
  }

  @Test
  void every_example_of_the_page_prints_what_the_page_says() throws IOException {
    Path file = Files.createDirectories(directory.resolve("app")).resolve("orders.db");
    Build released = Build.of(directory.resolve("app"), Build.shop());
    Build edited = Build.of(directory.resolve("next"), Build.editedShop());
    ShopHub.fill(SqliteStorage.at(file), released);
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(25);

    try (Varve worker = ShopHub.worker(SqliteStorage.at(file), released);
        Varve bad =
            ShopHub.parking(() -> SqliteStorage.at(file), "stage", released, edited, "order-rum");
        Storage shared = SqliteStorage.at(file);
        Router router = Routers.start(shared, "routing")) {
      assertThat(worker).isNotNull();
      assertThat(bad).isNotNull();
      assertThat(router).isNotNull();
      int exitCode = -1;
      for (Example example : examples) {
        if (example.command().equals("echo $?")) {
          assertThat(exitCode).isEqualTo(Integer.parseInt(example.output()));
        } else {
          exitCode = run(example, file);
        }
      }
    }
  }

  private int run(Example example, Path file) {
    String[] words = words(example.command(), file);
    Shell.Result[] result = {Shell.run(words)};
    if (example.command().equals("varve instances list")) {
      // Workers carry out what was asked for before; the page shows the time after that.
      Await.until(
          "the requests are carried out",
          () -> {
            result[0] = Shell.run(words);
            return result[0].out().contains("COMPLETED") && result[0].out().contains("TERMINATED");
          });
    }
    assertThat(stable(result[0].out() + result[0].err()))
        .describedAs("%s", example.command())
        .isEqualTo(stable(example.output() + "\n"));
    return result[0].exitCode();
  }

  /** What the shell would make of a command on the page, with VARVE_STORE and VARVE_HUB set. */
  private String[] words(String command, Path file) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command.substring("varve ".length()));
    while (word.find()) {
      String text = word.group(1) != null ? word.group(1) : word.group(2);
      text = text == null ? word.group(3) : text;
      words.add(text.matches("(app|next)/.*") ? directory.resolve(text).toString() : text);
    }
    boolean onStore = OF_A_STORE.contains(words.getFirst());
    if (onStore || (words.getFirst().equals("rehearse") && !words.contains("--export"))) {
      words.addAll(List.of("--store", "sqlite:" + file));
      if (!words.contains("--hub")) {
        words.addAll(List.of("--hub", ShopHub.NAME));
      }
    }
    return words.toArray(String[]::new);
  }

  /** Without what is another each time: directories, times, positions, ids of executions. */
  private String stable(String text) {
    return text.replace(directory + "/", "")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>")
        .replaceAll("\\d{16}:", "<position>:")
        .replaceAll("[0-9a-f]{32}", "<id>");
  }

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && line.startsWith("$ ")) {
        examples.add(new Example(line.substring(2), new ArrayList<>()));
      } else if (inside) {
        examples.getLast().lines().add(line);
      }
    }
    return examples;
  }

  @Test
  void every_command_and_exit_code_is_on_the_page() throws IOException {
    String page = Files.readString(PAGE);
    List<String> commands = new ArrayList<>();
    names("", VarveCommand.line(), commands);

    assertThat(commands).hasSizeGreaterThan(20);
    assertThat(commands)
        .allSatisfy(name -> assertThat(page).containsAnyOf("varve " + name, "`" + name + "`"));
    VarveCommand.line()
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, text) -> assertThat(page).contains("| " + code + " | " + text + " |"));
  }

  private static void names(String prefix, CommandLine line, List<String> names) {
    line.getSubcommands()
        .forEach((name, sub) -> {
          if (sub.getSubcommands().isEmpty()) {
            names.add(prefix + name);
          }
          names(prefix + name + " ", sub, names);
        });
  }
}
