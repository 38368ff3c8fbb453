package dev.varve.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** The rules of the core, as functions of nothing, so that fixtures can be held against them. */
final class Rules {
  /** The adapters through which time, chance and threads come in. */
  private static final Set<String> ADAPTERS =
      Set.of(
          "dev.varve.internal.engine.ThreadScheduler",
          "dev.varve.internal.engine.RandomIds",
          "dev.varve.internal.engine.Ports");

  private static final Map<String, Set<String>> SOURCES =
      Map.of(
          "java.time.Instant", Set.of("now"),
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.util.Random", Set.of("<init>"),
          "java.lang.Thread",
              Set.of("sleep", "<init>", "startVirtualThread", "ofVirtual", "ofPlatform"));

  private static final Set<String> SOURCE_CLASSES =
      Set.of("java.util.concurrent.ThreadLocalRandom", "java.util.concurrent.Executors");

  private Rules() {}

  static ArchRule timeChanceAndThreadsComeThroughPorts() {
    return noClasses()
        .that(areNoAdapters())
        .should()
        .accessTargetWhere(isASource())
        .because("the whole engine must run in virtual time, from a seed, on one thread");
  }

  private static DescribedPredicate<JavaClass> areNoAdapters() {
    return DescribedPredicate.describe(
        "are no adapters",
        type -> ADAPTERS.stream().noneMatch(adapter -> type.getName().startsWith(adapter)));
  }

  private static DescribedPredicate<JavaAccess<?>> isASource() {
    return DescribedPredicate.describe(
        "is a source of time, chance or threads",
        access -> {
          String owner = access.getTargetOwner().getName();
          return SOURCE_CLASSES.contains(owner)
              || SOURCES.getOrDefault(owner, Set.of()).contains(access.getTarget().getName());
        });
  }

  static ArchRule replayIsPure() {
    return noClasses()
        .that()
        .resideInAPackage("..internal.replay..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.varve.storage..",
            "dev.varve.internal.engine..",
            "java.io..",
            "java.nio.file..",
            "java.net..",
            "java.sql..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.InstantSource");
  }

  static ArchRule historyStandsAlone() {
    return noClasses()
        .that()
        .resideInAPackage("..varve.history..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.varve.storage..", "dev.varve.internal..");
  }

  static ArchRule storageKnowsNoEngine() {
    return noClasses()
        .that()
        .resideInAPackage("..varve.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.varve.internal..");
  }
}
