package dev.varve.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.varve");
  private static final JavaClasses FIXTURES =
      new ClassFileImporter().importPackages("dev.varve.architecture.fixtures");

  @Test
  void the_core_was_imported() {
    assertThat(CORE.size()).isGreaterThan(250);
  }

  @Test
  void time_chance_and_threads_come_through_ports() {
    Rules.timeChanceAndThreadsComeThroughPorts().check(CORE);
    assertThat(violations(Rules.timeChanceAndThreadsComeThroughPorts()))
        .anyMatch(line -> line.contains("Instant.now"))
        .anyMatch(line -> line.contains("System.nanoTime"))
        .anyMatch(line -> line.contains("System.currentTimeMillis"))
        .anyMatch(line -> line.contains("UUID.randomUUID"))
        .anyMatch(line -> line.contains("java.util.Random.<init>"))
        .anyMatch(line -> line.contains("ThreadLocalRandom.current"))
        .anyMatch(line -> line.contains("Thread.sleep"))
        .anyMatch(line -> line.contains("Thread.<init>"))
        .anyMatch(line -> line.contains("Thread.ofVirtual"))
        .anyMatch(line -> line.contains("Executors.newCachedThreadPool"));
  }

  @Test
  void replay_knows_no_clock_no_store_and_no_engine() {
    Rules.replayIsPure().check(CORE);
    assertThat(violations(Rules.replayIsPure())).anyMatch(line -> line.contains("ReadingReplay"));
  }

  @Test
  void history_knows_neither_storage_nor_internals() {
    Rules.historyStandsAlone().check(CORE);
    assertThat(violations(Rules.historyStandsAlone()))
        .anyMatch(line -> line.contains("KnowingHistory"));
  }

  @Test
  void storage_knows_no_engine() {
    Rules.storageKnowsNoEngine().check(CORE);
    assertThat(violations(Rules.storageKnowsNoEngine()))
        .anyMatch(line -> line.contains("KnowingStorage"));
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(unmarked(CORE)).isEmpty();
    assertThat(unmarked(FIXTURES)).containsExactly("dev.varve.architecture.fixtures.unmarked");
  }

  private static List<String> unmarked(JavaClasses classes) {
    return classes.stream()
        .map(type -> type.getPackage())
        .distinct()
        .filter(found -> found.tryGetPackageInfo().isEmpty() || isUnmarked(found))
        .map(JavaPackage::getName)
        .sorted()
        .toList();
  }

  private static boolean isUnmarked(JavaPackage found) {
    return !found.isAnnotatedWith(NullMarked.class);
  }

  private static List<String> violations(ArchRule rule) {
    EvaluationResult result = rule.evaluate(FIXTURES);
    assertThat(result.hasViolation()).isTrue();
    return result.getFailureReport().getDetails();
  }
}
