package dev.varve.samples.life;

import dev.varve.samples.Checks;
import java.io.IOException;
import java.util.stream.Collectors;

/** Orders shall be charged before anything is reserved, and three orders are under way. */
final class Change {
  private static final String[] OLD = {"A-1", "A-2", "A-3"};
  private static final String[] NEW = {"B-1", "B-2"};
  private static final String[] V1 = {"Order_v1", "Reserve_v1", "Charge_v1", "Ship_v1"};
  private static final String[] V2 = {"Order_v2", "Reserve_v2", "Charge_v2", "Ship_v2"};

  private final Workplace work;
  private final Checks checks;

  Change(Workplace work, Checks checks) {
    this.work = work;
    this.checks = checks;
  }

  /** The change: the first two steps of an order change places. */
  static String edited(String order) {
    String reserve = "    context.callActivity(\"Reserve\", item).await();\n";
    String charge = "    context.callActivity(\"Charge\", item).await();\n";
    if (!order.contains(reserve + charge)) {
      throw new IllegalStateException("the two steps are not in: " + order);
    }
    return order.replace(reserve + charge, charge + reserve);
  }

  void run() throws IOException {
    releaseV1();
    editV1();
    makeV2();
    moveToV2();
    removeV1TooEarly();
    drain();
    removeV1();
  }

  private void releaseV1() throws IOException {
    checks.step("release v1");
    work.build("v1");
    work.deploy("v1");
    work.takeOrders(OLD);
    checks.see("3 Order_v1", work.varve("instances", "list").counted("FUNCTION"));
    Answer locked = work.varve(words("lock add", V1, "--class-path builds/v1"));
    checks.see("exit 0, 4 added", locked.counting("added"));
  }

  private void editV1() throws IOException {
    checks.step("edit v1 in place");
    String before = work.source("Order_v1.java");
    work.edit("Order_v1.java", edited(before));
    work.build("edited");
    checks.see(
        "exit 3, CHANGED orchestrator Order_v1",
        check("edited").saying("CHANGED orchestrator Order_v1"));
    checks.see(
        "exit 3, of 3 instances 3 would break",
        rehearsed("edited", "of 3 instances 3 would break"));

    checks.step("take the edit back");
    work.edit("Order_v1.java", before);
    work.build("v1-again");
    checks.see("exit 0, locked code is as it was: 4", asLocked("v1-again", 4));
  }

  private void makeV2() throws IOException {
    checks.step("copy v1 to v2");
    String before = work.source("Order_v1.java") + work.source("Steps_v1.java");
    Answer bumped =
        work.varve("bump", "--all", "--source", "src", "--class-path", work.libraries());
    checks.see(
        "exit 0, orchestrator Order_v1 -> Order_v2",
        bumped.saying("orchestrator Order_v1 -> Order_v2"));
    boolean same = before.equals(work.source("Order_v1.java") + work.source("Steps_v1.java"));
    checks.see("v1 is unchanged", same ? "v1 is unchanged" : "v1 is changed");

    checks.step("edit v2");
    work.edit("Order_v2.java", edited(work.source("Order_v2.java")));
    work.build("v1-and-v2");
    checks.see("exit 0, locked code is as it was: 4", asLocked("v1-and-v2", 4));
    checks.see("exit 0, all 3 instances fit", rehearsed("v1-and-v2", "all 3 instances fit"));
  }

  private void moveToV2() {
    checks.step("release v2 beside v1");
    checks.see("ready", work.deploy("v1-and-v2"));
    Answer locked = work.varve(words("lock add", V2, "--class-path builds/v1-and-v2"));
    checks.see("exit 0, 4 added", locked.counting("added"));
    Answer moved =
        work.varve("current", "set", "Order", "2", "--who", "ann", "--why", "charge first");
    checks.see("exit 0, new starts get Order_v2", moved.saying("new starts get Order_v2"));
    work.await("the shop sees version 2", () -> work.ask("current Order").equals("2"));
    work.takeOrders(NEW);
    checks.see("3 Order_v1, 2 Order_v2", work.varve("instances", "list").counted("FUNCTION"));
    Answer report = work.varve("retire", "Order_v1");
    checks.see(
        "exit 3, orchestrator Order_v1: not yet", report.saying("orchestrator Order_v1: not yet"));
  }

  private void removeV1TooEarly() throws IOException {
    checks.step("start without v1 too early");
    for (String name : new String[] {"Order_v1.java", "Steps_v1.java", "Journal.java"}) {
      work.delete(name);
    }
    String functions = work.source("ShopFunctions.java");
    work.edit(
        "ShopFunctions.java",
        functions
            .lines()
            .filter(line -> !line.contains("_v1"))
            .collect(Collectors.joining("\n", "", "\n")));
    work.build("v2");
    String missing = "refused: orchestrator Order_v1 is missing: 3 in flight on it";
    String said =
        work.deploy("v2").replaceAll("refused: .*?(orchestrator Order_v1)", "refused: $1");
    checks.see(missing, said.startsWith(missing) ? missing : said);
  }

  private void drain() throws IOException {
    checks.step("drain v1");
    checks.see("ready", work.deploy("v1-and-v2"));
    work.varve("instances", "events", "A-1", "Packed", "\"box of A-1\"");
    work.pack("A-2", "A-3");
    work.awaitEnded(OLD);
    Answer old = work.varve("instances", "list", "--version", "1");
    checks.see("3 COMPLETED", old.counted("STATUS"));
    Answer report = work.varve(words("retire", V1, ""));
    checks.see("exit 0, 4 safe to remove", report.counting("safe to remove"));
  }

  private void removeV1() throws IOException {
    checks.step("remove v1");
    checks.see("exit 0, all 2 instances fit", rehearsed("v2", "all 2 instances fit"));
    work.varve(words("lock remove", V1, ""));
    checks.see("exit 0, locked code is as it was: 4", asLocked("v2", 4));
    checks.see("ready", work.deploy("v2"));
    work.pack(NEW);
    work.awaitEnded(NEW);
    checks.see("5 COMPLETED", work.varve("instances", "list").counted("STATUS"));
    work.varve("versions");

    checks.step("what ran");
    checks.see("9 runs of v1 code for A", work.runs("A", "v1"));
    checks.see("6 runs of v2 code for B", work.runs("B", "v2"));
    checks.see("15 runs, none twice", work.runs());
  }

  private Answer check(String build) {
    return work.varve("lock", "check", "--class-path", "builds/" + build);
  }

  private String asLocked(String build, int functions) {
    return check(build).saying("locked code is as it was: " + functions);
  }

  private String rehearsed(String build, String verdict) {
    return work.varve("rehearse", "--class-path", "builds/" + build).saying(verdict);
  }

  /** A command with functions and options. */
  private static String[] words(String command, String[] functions, String options) {
    return (command + " " + String.join(" ", functions) + " " + options).strip().split(" ");
  }
}
