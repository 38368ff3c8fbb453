package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that look at code: lock and bump. */
class CodeCommandsTest {
  @TempDir Path directory;
  private Path lock;
  private Build released;

  @BeforeEach
  void release() {
    lock = directory.resolve("versions.lock");
    released = Build.of(directory.resolve("released"), Build.shop());
  }

  private Shell.Result lock(String command, Build build, String... more) {
    List<String> arguments = new ArrayList<>(List.of("lock", command));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--file", lock.toString()));
    if (!command.equals("remove")) {
      arguments.addAll(
          List.of(
              "--class-path", build.classes().toString(), "--registrations", Build.REGISTRATIONS));
    }
    return Shell.run(arguments.toArray(String[]::new));
  }

  @Test
  void B2_the_command_locks_checks_accepts_and_removes() throws IOException {
    assertThat(lock("check", released).exitCode()).isEqualTo(1);
    assertThat(lock("check", released).err()).contains("there is no lock file");

    Shell.Result added = lock("add", released, "orchestrator", "Order_v1", "Charge_v1");
    assertThat(added.out()).isEqualTo("added orchestrator Order_v1\nadded activity Charge_v1\n");
    assertThat(lock("check", released).exitCode()).isZero();
    assertThat(lock("check", released).out()).contains("locked code is as it was: 2 in");

    Build edited = Build.of(directory.resolve("edited"), Build.editedShop());
    Shell.Result changed = lock("check", edited);
    assertThat(changed.exitCode()).isEqualTo(3);
    assertThat(changed.out())
        .contains("CHANGED orchestrator Order_v1", "Put the change into Order_v2");
    JsonNode json = lock("check", edited, "--json").json();
    assertThat(json.get("fits").asBoolean()).isFalse();
    assertThat(json.get("exitCode").asInt()).isEqualTo(3);
    assertThat(json.at("/differences/0/function").asString()).isEqualTo("Order_v1");
    assertThat(json.at("/differences/0/state").asString()).isEqualTo("CHANGED");
    assertThat(json.at("/differences/0/changes").size()).isPositive();

    Shell.Result accepted = lock("accept", edited, "Order_v1", "--reason", "nobody was there yet");
    assertThat(accepted.out()).isEqualTo("accepted orchestrator Order_v1\n");
    assertThat(lock("check", edited).exitCode()).isZero();
    assertThat(Files.readString(lock)).contains("accepted \"nobody was there yet\"");

    assertThat(lock("remove", edited, "activity Charge_v1").out())
        .isEqualTo("removed activity Charge_v1\n");
    assertThat(Files.readString(lock)).doesNotContain("activity Charge_v1");
  }

  @Test
  void B2_the_command_locks_all_that_is_new() throws IOException {
    assertThat(lock("add", released, "--all-new").out())
        .isEqualTo("added orchestrator Order_v1\nadded activity Charge_v1\n");
    String locked = Files.readString(lock);
    Build edited = Build.of(directory.resolve("edited"), Build.editedShop());
    assertThat(lock("add", edited, "--all-new").out()).isEqualTo("added activity Reserve_v1\n");
    assertThat(Files.readString(lock)).contains(locked.lines().toList());
    assertThat(lock("check", edited).exitCode()).as("what was locked stays so").isEqualTo(3);
    assertThat(lock("add", edited, "--all-new").out())
        .isEqualTo("nothing is new: all are in " + lock + "\n");
    assertThat(lock("add", released, "--all-new", "Order_v1").exitCode()).isEqualTo(2);
    assertThat(lock("add", released).exitCode()).isEqualTo(2);
  }

  @Test
  void a_name_that_means_an_orchestrator_and_an_activity_is_refused_with_what_to_write() {
    Map<String, String> files = Build.shop();
    files.computeIfPresent(
        "ShopFunctions", (name, text) -> text.replace("\"Charge_v1\"", "\"Order_v1\""));
    Build both = Build.of(directory.resolve("both"), files);

    Shell.Result refused = lock("add", both, "Order_v1");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("write 'orchestrator Order_v1'");
    assertThat(lock).doesNotExist();
    assertThat(lock("add", both, "activity", "Order_v1").out())
        .isEqualTo("added activity Order_v1\n");
  }

  @Test
  void registrations_are_found_as_a_service_if_there_is_one() {
    Build service = released.asService(Build.REGISTRATIONS);
    String classPath = service.classes().toString();

    assertThat(
            Shell.run(
                    "lock", "add", "Order_v1", "--file", lock.toString(), "--class-path", classPath)
                .exitCode())
        .isZero();

    released.asService(Build.REGISTRATIONS, "shop.Others");
    Map<String, String> files = Build.shop();
    files.put("Others", files.get("ShopFunctions").replace("class ShopFunctions", "class Others"));
    Build two =
        Build.of(directory.resolve("two"), files).asService(Build.REGISTRATIONS, "shop.Others");
    Shell.Result refused =
        Shell.run(
            "lock", "check", "--file", lock.toString(), "--class-path", two.classes().toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("[shop.ShopFunctions, shop.Others]; name one with --registrations");
  }

  @Test
  void libraries_of_the_build_are_not_those_of_the_tool() {
    Map<String, String> files = Build.shop();
    files.put(
        "picocli/CommandLine",
        "package picocli;\npublic class CommandLine { public static void mine() {} }\n");
    files.computeIfPresent(
        "ShopFunctions",
        (name, text) ->
            text.replace("    builder.orch", "    picocli.CommandLine.mine();\n    builder.orch"));
    Build own = Build.of(directory.resolve("own"), files);

    Shell.Result added = lock("add", own, "Order_v1");

    assertThat(added.err()).isEmpty();
    assertThat(added.exitCode()).isZero();
  }

  @Test
  void what_cannot_be_registered_is_told_in_one_line() {
    assertThat(lock("add", released, "Order_v2").err())
        .contains("there is no function 'Order_v2' here")
        .hasLineCount(1);
    Shell.Result missing =
        Shell.run("lock", "check", "--file", "pom.xml", "--registrations", "shop.Nowhere");
    assertThat(missing.exitCode()).isEqualTo(1);
    Shell.Result noClass =
        Shell.run(
            "rehearse",
            "--export",
            "none",
            "--class-path",
            released.classes().toString(),
            "--registrations",
            "shop.Nowhere");
    assertThat(noClass.err()).contains("there is no class shop.Nowhere on the class path");
    Shell.Result noRegistrations =
        Shell.run(
            "rehearse",
            "--export",
            "none",
            "--class-path",
            released.classes().toString(),
            "--registrations",
            "shop.Order_v1");
    assertThat(noRegistrations.err()).contains("does not implement dev.varve.Registrations");
    Shell.Result noPath = Shell.run("rehearse", "--export", "none", "--class-path", "nowhere.jar");
    assertThat(noPath.exitCode()).isEqualTo(2);
    assertThat(noPath.err()).contains("'nowhere.jar' on the class path does not exist");
  }

  @Test
  void registrations_that_end_in_an_error_are_told_in_one_line() {
    Map<String, String> files = Build.shop();
    files.computeIfPresent(
        "ShopFunctions",
        (name, text) ->
            text.replace(
                "    builder.orch",
                "    if (true) throw new AssertionError(\"no shop\");\n    builder.orch"));
    Shell.Result failed = lock("add", Build.of(directory.resolve("failing"), files), "Order_v1");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("AssertionError: no shop").hasLineCount(1);
  }

  @Test
  void M6_the_command_shows_a_dry_run_as_a_diff_and_writes_only_without_it() {
    String[] bump = {"bump", "Order", "--to", "next", "--source", released.sources().toString()};
    Map<String, String> before = Build.contents(released.sources());

    Shell.Result dry = Shell.run(append(bump, "--dry-run"));
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out())
        .startsWith("orchestrator Order_v1 -> Order_v2\n")
        .contains("+++ b/shop/Order_v2.java");
    assertThat(Build.contents(released.sources())).isEqualTo(before);

    JsonNode json = Shell.run(append(bump, "--json")).json();
    assertThat(json.get("written").asBoolean()).isTrue();
    assertThat(json.at("/functions/0/to").asString()).isEqualTo("Order_v2");
    assertThat(json.at("/frozen/0").asString()).isEqualTo("Order_v1");
    assertThat(Build.contents(released.sources())).containsKey("shop/Order_v2.java");
  }

  @Test
  void M1_the_command_refuses_what_is_no_selection_and_no_version() {
    String source = released.sources().toString();
    Map<String, String> before = Build.contents(released.sources());

    assertThat(Shell.run("bump", "--source", source).err()).contains("which functions?");
    assertThat(Shell.run("bump", "Order", "--all", "--source", source).exitCode()).isEqualTo(2);
    assertThat(Shell.run("bump", "--all", "--to", "two", "--source", source).err())
        .contains("the version 'two' is no whole number");
    Shell.Result lower = Shell.run("bump", "Nobody", "--source", source);
    assertThat(lower.exitCode()).isEqualTo(1);
    assertThat(lower.err()).contains("Nobody").hasLineCount(1);
    assertThat(Build.contents(released.sources())).isEqualTo(before);
  }

  @Test
  void M9_the_command_follows_configuration_and_activates_on_request() throws IOException {
    Path resources = Files.createDirectories(directory.resolve("resources"));
    Files.writeString(resources.resolve("shop.properties"), "retries.Order_v1=3\n");
    Files.write(resources.resolve("logo.bin"), new byte[] {0, 1, 2, (byte) 0xff});
    Path current = directory.resolve("versions.properties");
    Files.writeString(current, "Order=1\n");

    Shell.Result done =
        Shell.run(
            "bump",
            "--all",
            "--to",
            "3",
            "--source",
            released.sources().toString(),
            "--resources",
            resources.toString(),
            "--activate",
            current.toString());

    assertThat(done.err()).isEmpty();
    assertThat(done.out()).contains("orchestrator Order_v1 -> Order_v3");
    assertThat(Files.readString(resources.resolve("shop.properties")))
        .isEqualTo("retries.Order_v1=3\nretries.Order_v3=3\n");
    assertThat(Files.readString(current)).isEqualTo("Order=3\n");
  }

  private static String[] append(String[] words, String more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(more);
    return all.toArray(String[]::new);
  }
}
