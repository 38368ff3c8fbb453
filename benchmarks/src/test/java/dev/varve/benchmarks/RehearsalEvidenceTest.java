package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.benchmarks.RehearsalEvidence.Evidence;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten kinds of edit over instances in flight; 10,000 of them in a soak, some hundred otherwise. */
class RehearsalEvidenceTest {
  private static final int INSTANCES = Boolean.getBoolean("varve.soak") ? 10_000 : 300;

  @TempDir Path directory;

  @Test
  void B1_ten_edits_get_the_right_verdict_for_every_instance_and_the_file_stays_as_it_was()
      throws Exception {
    Evidence evidence = RehearsalEvidence.in(directory, INSTANCES);
    evidence.print(System.out);
    assertThat(evidence.edits()).hasSize(10).allMatch(edit -> edit.isRight(INSTANCES));
    assertThat(evidence.edits()).filteredOn(edit -> edit.edit().harmless()).hasSize(5);
    assertThat(evidence.sameBytes()).isTrue();
    assertThat(evidence.rows()).isGreaterThan(INSTANCES);
    assertThat(evidence.otherRows()).isZero();
  }
}
