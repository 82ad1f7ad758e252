package org.ribond.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the house's table (docs/architecture.md) true: which package may import which. */
class HouseTest {
  private static final String ROOT = "org.ribond.";

  /** What a subject may import besides itself; other subjects are not among it. */
  private static final Set<String> BELOW_SUBJECTS =
      Set.of(
          "engine.train",
          "engine.model",
          "engine.network",
          "engine.linear",
          "engine.metric",
          "engine.compute",
          "engine.sequence",
          "engine.file",
          "engine.random");

  private static final Set<String> SUBJECTS =
      Set.of("engine.contact", "engine.label", "engine.fold", "engine.embed");

  /** What lies in no room of {@code cli}: {@code Main}, which no room may import. */
  private static final String MAIN = "cli";

  /** Packages of the project that a package may import besides itself. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("engine.file", Set.of()),
          Map.entry("engine.random", Set.of()),
          Map.entry("engine.compute", Set.of("engine.file", "engine.random")),
          Map.entry("engine.sequence", Set.of("engine.file", "engine.random")),
          Map.entry("engine.network", Set.of("engine.compute", "engine.file", "engine.random")),
          Map.entry("engine.metric", Set.of("engine.random")),
          Map.entry("engine.linear", Set.of("engine.metric")),
          Map.entry(
              "engine.model",
              Set.of(
                  "engine.network",
                  "engine.metric",
                  "engine.compute",
                  "engine.file",
                  "engine.random")),
          Map.entry(
              "engine.train",
              Set.of(
                  "engine.model",
                  "engine.network",
                  "engine.metric",
                  "engine.compute",
                  "engine.file",
                  "engine.random")),
          Map.entry("engine.contact", BELOW_SUBJECTS),
          Map.entry("engine.label", BELOW_SUBJECTS),
          Map.entry("engine.fold", BELOW_SUBJECTS),
          Map.entry("engine.embed", BELOW_SUBJECTS),
          Map.entry("kernels", Set.of("engine.compute", "engine.random")),
          Map.entry("bench", Set.of("engine", "kernels")),
          Map.entry("cli.terminal", Set.of("engine.file")),
          Map.entry("cli.format", Set.of("cli.terminal", "engine")),
          Map.entry("cli.options", Set.of("cli.format", "cli.terminal", "engine")),
          Map.entry("cli.plot", Set.of("cli.format", "cli.terminal", "engine")),
          Map.entry("cli.train", Set.of("cli.options", "cli.format", "cli.terminal", "engine")),
          Map.entry(
              "cli.sweep",
              Set.of("cli.plot", "cli.options", "cli.format", "cli.terminal", "engine")),
          Map.entry(
              "cli.command",
              Set.of(
                  "cli.sweep",
                  "cli.train",
                  "cli.plot",
                  "cli.options",
                  "cli.format",
                  "cli.terminal",
                  "engine",
                  "kernels",
                  "bench")),
          Map.entry(MAIN, Set.of("cli.command", "cli.terminal", "engine")));

  /** The same for the rooms of some subjects, as to each other. */
  private static final Map<String, Set<String>> SUBJECT_ROOMS =
      Map.ofEntries(
          Map.entry("engine.contact.complex", Set.of()),
          Map.entry("engine.contact.sampling", Set.of("engine.contact.complex")),
          Map.entry("engine.contact.tower", Set.of()),
          Map.entry(
              "engine.contact.predict",
              Set.of("engine.contact.complex", "engine.contact.sampling", "engine.contact.tower")),
          Map.entry(
              "engine.contact.evaluate",
              Set.of(
                  "engine.contact.complex", "engine.contact.sampling", "engine.contact.predict")),
          Map.entry("engine.contact.train", Set.of("engine.contact")),
          Map.entry("engine.fold.structure", Set.of()),
          Map.entry("engine.fold.physics", Set.of("engine.fold.structure")),
          Map.entry("engine.fold.model", Set.of("engine.fold.physics", "engine.fold.structure")),
          Map.entry(
              "engine.fold.predict",
              Set.of("engine.fold.model", "engine.fold.physics", "engine.fold.structure")),
          Map.entry(
              "engine.fold.evaluate",
              Set.of("engine.fold.predict", "engine.fold.physics", "engine.fold.structure")),
          Map.entry("engine.fold.train", Set.of("engine.fold")),
          Map.entry("engine.embed.data", Set.of()),
          Map.entry("engine.embed.model", Set.of("engine.embed.data")),
          Map.entry("engine.embed.predict", Set.of("engine.embed.data", "engine.embed.model")),
          Map.entry(
              "engine.embed.train",
              Set.of(
                  "engine.embed.data",
                  "engine.embed.model",
                  "engine.embed.predict",
                  "engine.embed.probe")),
          Map.entry("engine.embed.probe", Set.of("engine.embed.data")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.ribond");

  static Stream<String> packages() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @Test
  void everyPackage_ofTheProject_standsInTheTable() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String name = type.getPackageName().substring(ROOT.length());
      found.add(room(name));
    }
    found.removeAll(MAY_IMPORT.keySet());

    assertEquals(Set.of(), found);
    assertTrue(CLASSES.size() > 30, "classes were found: " + CLASSES.size());
  }

  /** The package of the table that {@code name} lies in: in engine and cli two words, else one. */
  private static String room(String name) {
    Matcher room = Pattern.compile("(engine|cli)\\.\\w+|\\w+").matcher(name);
    return room.lookingAt() ? room.group() : name;
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageOfTheTable_imports_onlyWhatTheTableAllows(String name) {
    String own = ROOT + name + (name.equals(MAIN) ? "" : "..");
    String[] allowed =
        Stream.concat(
                Stream.of(own), MAY_IMPORT.get(name).stream().map(other -> ROOT + other + ".."))
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> foreign =
        resideInAnyPackage(ROOT + ".").and(DescribedPredicate.not(resideInAnyPackage(allowed)));

    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(foreign)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void subjects_andWhatLiesBelow_importNoOtherSubject() {
    for (String subject : SUBJECTS) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + "engine..")
          .and()
          .resideOutsideOfPackage(ROOT + subject + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + subject + "..")
          .check(CLASSES);
    }
  }

  static Stream<String> subjectRooms() {
    return SUBJECT_ROOMS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("subjectRooms")
  void roomOfASubject_imports_onlyRoomsBelow(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), SUBJECT_ROOMS.get(name).stream())
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + name.replaceFirst("\\w+$", "") + ".")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed))))
        .check(CLASSES);
  }

  @Test
  void roomsOfTheCli_importEachOther_inNoCircle() {
    slices().matching(ROOT + "cli.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void incubator_imported_inOnePackageAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.ribond.engine.compute.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(CLASSES);
  }

  @Test
  void structureLibrary_imported_inComplexAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.ribond.engine.contact.complex..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.biojava..", "org.rcsb..")
        .check(CLASSES);
  }

  @Test
  void engine_imports_onlyTheJdkAndItsFewLibraries() {
    classes()
        .that()
        .resideInAPackage("org.ribond.engine..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.ribond.engine..",
            "java..",
            "jdk.incubator.vector..",
            "com.fasterxml.jackson.core..",
            "org.biojava..",
            "org.rcsb..")
        .check(CLASSES);
  }
}
