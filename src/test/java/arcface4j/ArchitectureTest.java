package arcface4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The import rules of the packages, as {@code docs/architecture.md} tells them. */
@AnalyzeClasses(packages = "arcface4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] FRAMEWORK = {
    "org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."
  };

  private static final String NATIVE_DECODERS = "arcface4j.image.Leptonica";

  @ArchTest static final ArchRule npyIsTheGround = imports("npy");

  @ArchTest static final ArchRule filesAreTheGround = imports("io");

  @ArchTest static final ArchRule picturesStandOnFiles = imports("image", "io");

  @ArchTest static final ArchRule dataStandsOnPictures = imports("data", "image", "io");

  @ArchTest static final ArchRule headIsGroundFloor = imports("head");

  @ArchTest static final ArchRule engineIsGroundFloor = imports("engine");

  @ArchTest static final ArchRule evalIsGroundFloor = imports("eval");

  @ArchTest static final ArchRule backendIsGroundFloor = imports("backend");

  @ArchTest
  static final ArchRule modelStandsOnHeadAndEngine = imports("model", "head", "engine", "npy");

  @ArchTest static final ArchRule layersStandAlone = imports("model.layer");

  @ArchTest static final ArchRule searchStandsOnEval = imports("search", "eval", "io");

  @ArchTest static final ArchRule reportStandsOnEval = imports("report", "eval");

  @ArchTest
  static final ArchRule trainKnowsNoMeasures =
      imports("train", "model", "engine", "data", "image", "head", "backend", "npy", "io");

  @ArchTest
  static final ArchRule theLibrarySurfaceStandsOnTrain =
      imports("api", "train", "model", "engine", "data", "image", "backend", "io");

  @ArchTest
  static final ArchRule theApplicationStandsOnTrainAndEval =
      imports(
          "app", "train", "model", "engine", "data", "image", "head", "eval", "search", "backend",
          "npy", "io");

  @ArchTest
  static final ArchRule measuringStandsOnTrain =
      imports("bench", "train", "model", "engine", "head", "data", "image", "backend");

  @ArchTest
  static final ArchRule theLibrarySurfaceShowsNoFramework =
      noClasses()
          .that()
          .resideInAPackage("arcface4j.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FRAMEWORK);

  @ArchTest
  static final ArchRule onlyMainKnowsTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("arcface4j.(*)..")
          .and()
          .resideOutsideOfPackage("arcface4j.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("arcface4j.cli..", "arcface4j");

  @ArchTest
  static final ArchRule measuresAndImagesKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(packages("npy", "io", "image", "data", "eval", "search", "report"))
          .and()
          .haveNameNotMatching(Pattern.quote(NATIVE_DECODERS) + "(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FRAMEWORK);

  @ArchTest
  static final ArchRule theNativeDecodersAreLeptonicasAlone =
      noClasses()
          .that()
          .haveFullyQualifiedName(NATIVE_DECODERS)
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage(FRAMEWORK)
                  .and(
                      DescribedPredicate.not(
                          JavaClass.Predicates.resideInAnyPackage(
                              "org.bytedeco.leptonica..", "org.bytedeco.javacpp.."))));

  @ArchTest
  static final ArchRule onlyImageKnowsThePictureLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage("arcface4j.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.twelvemonkeys..", "com.drew..", "org.bytedeco.leptonica..");

  @ArchTest
  static final ArchRule onlyTheEngineCallsOneDnn =
      noClasses()
          .that()
          .resideOutsideOfPackage("arcface4j.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.dnnl..");

  @ArchTest
  static final ArchRule onlyCliKnowsCommonsCli =
      noClasses()
          .that()
          .resideOutsideOfPackage("arcface4j.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.cli..");

  @ArchTest
  static final ArchRule onlySearchKnowsLucene =
      noClasses()
          .that()
          .resideOutsideOfPackage("arcface4j.search..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.lucene..");

  @ArchTest
  static final ArchRule onlyDataKnowsTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackage("arcface4j.data..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.h2..");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("arcface4j.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule nothingDrawsFromAGlobalGenerator =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

  @ArchTest
  static final ArchRule nothingIsDeserialized =
      noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("arcface4j.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageSaysWhatLivesInIt =
      classes().should(livesInADescribedPackage());

  /** Of ours, this package may import itself and these. */
  private static ArchRule imports(String name, String... others) {
    String[] allowed = Stream.concat(Stream.of(name), Stream.of(others)).toArray(String[]::new);
    DescribedPredicate<JavaClass> otherPackageOfOurs =
        JavaClass.Predicates.resideInAPackage("arcface4j..")
            .and(
                DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages(allowed))));
    return noClasses()
        .that()
        .resideInAPackage("arcface4j." + name + "..")
        .should()
        .dependOnClassesThat(otherPackageOfOurs);
  }

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> "arcface4j." + name + "..").toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> livesInADescribedPackage() {
    return new ArchCondition<>("live in a package with a package-info.java") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        JavaPackage home = type.getPackage();
        boolean described =
            Files.exists(
                Path.of("src/main/java", home.getName().replace('.', '/'), "package-info.java"));
        events.add(
            new SimpleConditionEvent(
                type, described, home.getName() + " has no package-info.java"));
      }
    };
  }
}
