package dev.varve.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Appends of 4 KiB, each with an fsync, and the pauses of the disk. */
record DiskLimit(Site site) implements Measurement {
  private static final int BLOCK = 4_096;
  private static final int WARM_UP = 300;
  private static final int MEASURED = 2_000;

  @Override
  public List<Figure> measure() throws Exception {
    int warmUp = site.scaled(WARM_UP);
    int measured = site.scaled(MEASURED);
    Path file = site.directory().resolve("appended");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      append(channel, warmUp);
      long begin = System.nanoTime();
      Statistics times = append(channel, measured);
      double seconds = Bench.secondsSince(begin);
      String sizes = "%d appends of 4 KiB, after %d".formatted(measured, warmUp);
      List<Figure> figures = new ArrayList<>();
      figures.add(site.figure("one append p50", "ms", times.percentile(50), sizes));
      figures.add(site.figure("one append p99", "ms", times.percentile(99), sizes));
      figures.add(site.figure("appends", "1/s", measured / seconds, sizes));
      figures.addAll(new DiskPauses(site).measure());
      return figures;
    }
  }

  private static Statistics append(FileChannel channel, int count) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      block.clear();
      long begin = System.nanoTime();
      while (block.hasRemaining()) {
        channel.write(block);
      }
      channel.force(true);
      times[i] = Bench.millisecondsSince(begin);
    }
    return Statistics.of(times);
  }
}
