package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.app.inspect.NearNames;
import arcface4j.train.Checkpoint;
import arcface4j.train.EnrolledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slip of the pen makes no class, and a folder of classes is not one. */
@Tag("slow")
class EnrollNamesTest {

  @TempDir static Path shared;
  private static Path trained;

  @TempDir Path folder;
  private String model;
  private Path pictures;

  @BeforeAll
  static void train() {
    trained = TinyModel.train(shared.resolve("run"));
  }

  @BeforeEach
  void prepare() throws IOException {
    model = Files.copy(trained, folder.resolve("own.ckpt")).toString();
    pictures = folder.resolve("pictures");
    Pictures.folder(pictures, 2, "ant", "bee", "cow");
  }

  private CliRun enroll(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "enroll";
    line[1] = "--checkpoint";
    line[2] = model;
    System.arraycopy(words, 0, line, 3, words.length);
    return CliRun.of(line);
  }

  private List<String> enrolled() throws IOException {
    return Checkpoint.load(Path.of(model)).additions().enrolled().stream()
        .map(EnrolledClass::name)
        .toList();
  }

  @Test
  void aNameThatIsNearlyThatOfAClassIsRefusedUnlessItIsMeant() throws IOException {
    byte[] before = Files.readAllBytes(Path.of(model));
    String image = pictures.resolve("ant/0.png").toString();
    for (String name : List.of("Circle", " circle", "circle ", "CIRCLE\n")) {
      enroll(name, image).failed(Cli.USAGE, " is nearly the class 'circle'; write it so, or ");
    }
    assertArrayEquals(before, Files.readAllBytes(Path.of(model)));

    enroll("caf\u00e9 bar", image).succeeded();
    enroll("caf\u00e9 bar", image).succeeded();
    enroll("cafe\u0301  Bar", image)
        .failed(Cli.USAGE, " is nearly the class 'caf\u00e9 bar'; write it so, or ");
    enroll("Circle", image, "--new-class").succeeded();
    enroll("Circle", image).succeeded();
    assertEquals(List.of("caf\u00e9 bar", "Circle"), enrolled());
    enroll("--remove", "circle")
        .failed(Cli.FAILED, "'circle' is not among the enrolled classes", "did you mean 'Circle'?");
    enroll("--remove", "Circle").succeeded();
    assertEquals(List.of("caf\u00e9 bar"), enrolled());
  }

  @Test
  void aFolderOfClassFoldersIsNotOneClass() throws IOException {
    enroll("zoo", pictures.toString())
        .failed(Cli.USAGE, "'zoo' would be of the images of 3 folders [ant, bee, cow]; give the ");
    assertEquals(List.of(), enrolled());
    enroll("zoo", pictures.resolve("ant").toString(), pictures.resolve("bee").toString())
        .succeeded();
    Path one = folder.resolve("one");
    Pictures.folder(one, 2, "ant");
    Files.copy(pictures.resolve("cow/0.png"), one.resolve("0.png"));
    enroll("ant", "--images", one.toString()).succeeded();
    assertEquals(List.of("zoo", "ant"), enrolled());
  }

  @Test
  void twinsDifferInCaseSpacesAndFormAlone() {
    List<String> known = List.of("circle", "Stra\u00dfe", "a  b");
    assertEquals(Optional.of("Stra\u00dfe"), NearNames.twin(known, "STRASSE"));
    assertEquals(Optional.of("a  b"), NearNames.twin(known, "A b"));
    assertEquals(Optional.empty(), NearNames.twin(known, "circle"));
    assertEquals(Optional.empty(), NearNames.twin(known, "circles"));
    assertEquals(Optional.empty(), NearNames.twin(known, "ab"));
  }
}
