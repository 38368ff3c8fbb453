package dev.varve.testing.replay;

import dev.varve.VarveBuilder;
import dev.varve.storage.HubStore;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import java.nio.file.Path;

/**
 * Asserts that a build fits the instances in flight, so that a test run stops a deployment that
 * would park them.
 *
 * <pre>{@code
 * RehearsalAssert.assertThatBuild(Varve.builder().orchestrator(Order_v1.class)).fitsAllOf(hub);
 * }</pre>
 *
 * <p>Nothing is written. Not thread-safe.
 */
public final class RehearsalAssert {
  private final Rehearsal rehearsal;

  private RehearsalAssert(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /**
   * Begins an assertion.
   *
   * @param builder what is registered in it is rehearsed; it need not be started
   */
  public static RehearsalAssert assertThatBuild(VarveBuilder builder) {
    return new RehearsalAssert(Rehearsal.of(builder));
  }

  /** Begins an assertion with a rehearsal that has settings of its own. */
  public static RehearsalAssert assertThat(Rehearsal rehearsal) {
    return new RehearsalAssert(rehearsal);
  }

  /**
   * Asserts that every instance in flight of a hub would go on.
   *
   * @throws AssertionError if one would not, or if of one it cannot be told; says which and why
   */
  public RehearsalAssert fitsAllOf(HubStore hub) {
    return accept(rehearsal.on(hub));
  }

  /**
   * Asserts that every instance of an export would go on.
   *
   * @throws AssertionError if one would not, or if of one it cannot be told; says which and why
   */
  public RehearsalAssert fitsAllOf(Path export) {
    return accept(rehearsal.on(export));
  }

  private RehearsalAssert accept(RehearsalReport report) {
    if (report.exitCode() != RehearsalReport.EXIT_FITS) {
      throw new AssertionError(report.toText());
    }
    return this;
  }
}
