package dev.varve.samples.kills;

import dev.varve.samples.ChildJvm;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The workers that run side by side. Who wants to harm one borrows it, so that nobody else does
 * meanwhile. Thread-safe.
 */
final class Crew implements AutoCloseable {
  private final Database database;
  private final Path directory;
  private final BlockingQueue<Member> idle = new LinkedBlockingQueue<>();
  private final SplittableRandom random;
  private int hired; // guarded by this
  private volatile boolean closed;

  Crew(Database database, Path directory, int size, long seed) {
    this.database = database;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < size; i++) {
      idle.add(hire());
    }
  }

  /** One worker process and the name of its sessions. */
  record Member(String name, ChildJvm jvm, boolean[] ready) {
    /** Returns once it works. */
    void awaitReady() {
      if (!ready[0]) {
        jvm.nextLine();
        ready[0] = true;
      }
    }
  }

  /** A worker that works, for nobody but the caller to harm. */
  Member borrow() throws InterruptedException {
    Member member = idle.take();
    member.awaitReady();
    return member;
  }

  /** Gives one back that is unharmed. */
  void giveBack(Member member) {
    if (closed) {
      member.jvm().close();
    } else {
      idle.add(member);
    }
  }

  /** Kills one, and another one comes in its place. */
  void kill(Member member) {
    member.jvm().kill();
    giveBack(hire());
  }

  /** One that has all the code, and is nobody's to harm. */
  Member hireLast() {
    Member last = start(true);
    last.awaitReady();
    return last;
  }

  /** Every third has only the old version. */
  private synchronized Member hire() {
    return start(hired == 0 || random.nextInt(3) > 0);
  }

  private synchronized Member start(boolean all) {
    String name = "worker-" + ++hired;
    ChildJvm jvm =
        ChildJvm.start(Worker.class, database.url(), directory.toString(), name, all ? "2" : "1");
    return new Member(name, jvm, new boolean[1]);
  }

  /** Kills those that are left. */
  @Override
  public void close() {
    closed = true;
    for (Member member = idle.poll(); member != null; member = idle.poll()) {
      member.jvm().kill();
    }
  }
}
