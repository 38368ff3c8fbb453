package dev.varve.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Only the gateway knows the Azure SDK, and what is below knows nothing of what is above. */
class AzureArchitectureTest {
  private static final String SDK = "com.azure..";
  private static final String GATEWAY = "dev.varve.azure.internal.table..";
  private static final String FORMAT = "dev.varve.azure.internal.format..";
  private static final String HEART = "dev.varve.azure";

  /** An identity is a type of the SDK, and who opens a store passes one. */
  private static final List<String> DOORS =
      List.of("AzureAccount", "AzureSettings", "AzureStorage", "Connections");

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.varve.azure");

  private static final ArchRule HEART_WITHOUT_SDK =
      noClasses()
          .that()
          .resideInAPackage(HEART)
          .and()
          .haveNameNotMatching("dev\\.varve\\.azure\\.(" + String.join("|", DOORS) + ")(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SDK);

  @Test
  void the_heart_knows_no_Azure_SDK() {
    HEART_WITHOUT_SDK.check(MODULE);
    // The rule can fail: it does with the class that is let through because it is a door.
    assertThat(
            noClasses()
                .that()
                .haveFullyQualifiedName(AzureAccount.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SDK)
                .evaluate(MODULE)
                .hasViolation())
        .isTrue();
  }

  @Test
  void the_format_knows_neither_the_Azure_SDK_nor_the_heart() {
    noClasses()
        .that()
        .resideInAPackage(FORMAT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SDK, HEART)
        .check(MODULE);
  }

  @Test
  void the_gateway_knows_neither_the_format_nor_the_heart() {
    noClasses()
        .that()
        .resideInAPackage(GATEWAY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FORMAT, HEART)
        .check(MODULE);
  }

  @Test
  void every_package_is_null_marked() {
    List<String> unmarked =
        MODULE.stream()
            .map(type -> type.getPackage())
            .distinct()
            .filter(found -> !found.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
    assertThat(MODULE.size()).isGreaterThan(30);
  }
}
