package dev.varve.management;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Whom this module may know, and what it must not use. */
class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.varve.management");

  private static final ArchRule KNOWS_CORE_AND_VERSIONING =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.varve",
                  "dev.varve.history..",
                  "dev.varve.storage..",
                  "dev.varve.versioning..",
                  "dev.varve.management..",
                  "java..",
                  "com.sun.net.httpserver..",
                  "tools.jackson..",
                  "org.slf4j..",
                  "org.jspecify.."));

  private static final ArchRule CORE_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage("dev.varve.management")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.varve.management.*..");

  private static final ArchRule NO_CLASS_IS_NAMED_BY_DATA =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tools.jackson.databind.jsontype..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(JsonTypeInfo.class);

  @Test
  void the_module_knows_the_core_and_versioning_only() {
    assertThat(MODULE.size()).isGreaterThan(40);
    KNOWS_CORE_AND_VERSIONING.check(MODULE);
    assertThat(KNOWS_CORE_AND_VERSIONING.evaluate(tests()).hasViolation()).isTrue();
  }

  @Test
  void the_core_of_the_module_knows_none_of_its_features() {
    CORE_KNOWS_NO_FEATURE.check(MODULE);
    assertThat(CORE_KNOWS_NO_FEATURE.evaluate(tests()).hasViolation()).isTrue();
  }

  @Test
  void SEC1_no_class_is_named_by_data() {
    NO_CLASS_IS_NAMED_BY_DATA.check(MODULE);
    assertThat(NO_CLASS_IS_NAMED_BY_DATA.evaluate(tests()).hasViolation()).isTrue();
  }

  /** They know more, and so prove that the rules can fail. */
  private static JavaClasses tests() {
    return new ClassFileImporter().importClasses(ArchitectureTest.class, TestApi.class);
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(MODULE.stream().map(type -> type.getPackage()).distinct())
        .isNotEmpty()
        .allMatch(found -> found.isAnnotatedWith(NullMarked.class));
  }
}
