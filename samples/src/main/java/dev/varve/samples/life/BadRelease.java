package dev.varve.samples.life;

import dev.varve.samples.Checks;
import java.io.IOException;

/** The edit of version 1 goes out, since nobody checked anything: nothing fails, all heals. */
final class BadRelease {
  private static final String[] ORDERS = {"A-1", "A-2", "A-3"};

  private final Workplace work;
  private final Checks checks;

  BadRelease(Workplace work, Checks checks) {
    this.work = work;
    this.checks = checks;
  }

  void run() throws IOException {
    checks.step("release v1");
    work.build("good");
    work.deploy("good");
    work.takeOrders(ORDERS);
    checks.see("3 RUNNING", statuses());

    checks.step("release an edited v1");
    String good = work.source("Order_v1.java");
    work.edit("Order_v1.java", Change.edited(good));
    work.build("bad");
    checks.see("ready", work.deploy("bad"));
    work.pack(ORDERS);
    work.awaitParked(ORDERS);
    checks.see("3 RUNNING DIVERGED", statuses());
    Answer failed = work.varve("instances", "list", "--status", "failed");
    checks.see("exit 0, no instances", failed.saying("no instances"));

    checks.step("ask what is wrong");
    Answer parked = work.varve("parked", "list");
    checks.see(
        "exit 0, 3 instances that cannot go on", parked.saying("3 instances that cannot go on"));
    Answer why = work.varve("parked", "explain", "A-1");
    checks.see(
        "recorded Reserve_v1, now Charge",
        "recorded %s, now %s".formatted(why.quotedBehind("recorded:"), why.quotedBehind("now:")));
    checks.see("6 runs, none twice", work.runs());

    checks.step("release the repaired v1");
    work.edit("Order_v1.java", good);
    work.build("repaired");
    checks.see("ready", work.deploy("repaired"));
    work.awaitEnded(ORDERS);
    checks.see("3 COMPLETED", statuses());
    checks.see("9 runs, none twice", work.runs());
  }

  private String statuses() {
    return work.varve("instances", "list").counted("STATUS");
  }
}
