package dev.varve.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How late the disk alone makes what falls due at 1,000 a second and has to be in a file, with an
 * fsync in place every 4 ms: what W5 cannot be better than. Disks stand still now and then.
 */
record DiskPauses(Site site) {
  private static final int BLOCK = 16_384;
  private static final int BLOCKS = 512;
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int MEASURED_MILLISECONDS = 30_000;

  List<Figure> measure() throws IOException {
    int measured = site.scaled(MEASURED_MILLISECONDS);
    Path file = site.directory().resolve("rewritten");
    double[] lateness;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      for (int i = 0; i < BLOCKS; i++) {
        write(channel, block, i);
      }
      channel.force(true);
      lateness = lateness(channel, block, measured);
    }
    Statistics late = Statistics.of(lateness);
    String sizes = "rewrites of 16 KiB every 4 ms for %d ms".formatted(measured);
    return List.of(
        site.figure("longest lateness by fsync", "ms", late.max(), sizes),
        site.figure("lateness p99 by fsync", "ms", late.percentile(99), sizes));
  }

  /** For each millisecond, when the first fsync that begins from then on has ended. */
  private static double[] lateness(FileChannel channel, ByteBuffer block, int measured)
      throws IOException {
    double[] lateness = new double[measured];
    long begin = System.nanoTime();
    long due = begin;
    int at = 0;
    for (int i = 0; at < measured; i++) {
      double from = Bench.millisecondsSince(begin);
      write(channel, block, i % BLOCKS);
      channel.force(true);
      double to = Bench.millisecondsSince(begin);
      for (; at <= from && at < measured; at++) {
        lateness[at] = to - at;
      }
      due += PERIOD_NANOS;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return lateness;
  }

  private static void write(FileChannel channel, ByteBuffer block, int place) throws IOException {
    block.clear();
    long position = (long) place * BLOCK;
    while (block.hasRemaining()) {
      position += channel.write(block, position);
    }
  }
}
