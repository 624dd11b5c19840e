package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import arcface4j.npy.NpyArray;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No command writes over a file that this program did not write, or into what it reads. */
class OutputFileTest {

  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;
  private Path pictures;

  @BeforeAll
  static void train() {
    model = TinyModel.train(shared.resolve("run"));
  }

  @BeforeEach
  void draw() throws IOException {
    pictures = folder.resolve("pictures");
    NoisePictures.write(pictures, 2, "apple", "plum");
  }

  /** A line with M for the model, P for the pictures, F for the folder. */
  private CliRun run(String line) {
    return CliRun.of(
        Stream.of(line.split(" "))
            .map(word -> word.equals("M") ? model.toString() : word)
            .map(word -> word.startsWith("P") ? pictures + word.substring(1) : word)
            .map(word -> word.startsWith("F") ? folder + word.substring(1) : word)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "calibrate --checkpoint M --images P --out F/mine.png",
        "enroll fox --checkpoint M --images P --out F/mine.png",
        "enroll --remove fox --checkpoint M --out F/mine.png",
        "index --checkpoint M --images P --out F/mine.png",
        "index --remove P --out F/mine.png",
        "evaluate --checkpoint M --json F/mine.png",
        "evaluate --checkpoint M --protocol closed --json F/mine.png",
        "report M --out F/mine.png",
        "embed --checkpoint M --images P --format npy --out F/mine.png",
        "embed --checkpoint M --images P --format csv --out F/mine.png",
        "embed --checkpoint M --images P --format tsv --out F/mine.png"
      })
  void aPhotoThatIsGivenByMistakeStays(String line) throws IOException {
    Path photo = Files.copy(pictures.resolve("apple/0.png"), folder.resolve("mine.png"));
    run(line).failed(Cli.FAILED, photo + ": it is not a", " and in the way of one");
    assertArrayEquals(
        Files.readAllBytes(pictures.resolve("apple/0.png")), Files.readAllBytes(photo));
    assertEquals(List.of("mine.png", "pictures"), listed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "embed --checkpoint M --images P --out F/t.npy | t.csv | path,label",
        "embed --checkpoint M --images P --out F/t.csv | t.csv | path,label",
        "embed --checkpoint M --images P --out F/t.tsv | t.tsv | 0.5",
        "evaluate --checkpoint M --json F/t.json | t.json | {\"checkpoint\":1}",
        "report M --out F/t.html | t.html | <!doctype html><title>mine</title>"
      })
  void aFileOfTheUserThatLooksAlmostTheSameStays(String line, String name, String text)
      throws IOException {
    Path mine = Files.writeString(folder.resolve(name), text + "\n");
    run(line).failed(Cli.FAILED, mine + ": it is not a", "in the way of one");
    assertEquals(text + "\n", Files.readString(mine));
    assertEquals(List.of("pictures", name).stream().sorted().toList(), listed());
  }

  @Test
  void anArrayOfTheUserStaysAsItHasNoTableOfEmbed() throws IOException {
    Path mine = folder.resolve("features.npy");
    try (OutputStream out = Files.newOutputStream(mine)) {
      NpyArray.of(new float[6], 2, 3).write(out);
    }
    byte[] before = Files.readAllBytes(mine);
    run("embed --checkpoint M --images P --out F/features.npy")
        .failed(Cli.FAILED, mine + ": it is not an array of embed with its table beside it");
    Files.writeString(folder.resolve("features.csv"), "path,label\na,x\n");
    run("embed --checkpoint M --images P --out F/features.npy")
        .failed(Cli.FAILED, mine + ": it is not an array of embed with its table beside it");
    assertArrayEquals(before, Files.readAllBytes(mine));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embed --checkpoint M --images P --out F/x.npy",
        "embed --checkpoint M --images P --out F/x.csv",
        "embed --checkpoint M --images P --out F/x.tsv",
        "index --checkpoint M --images P --out F/x.index",
        "evaluate --checkpoint M --json F/x.json",
        "report M --map pca --out F/x.html",
        "enroll fox --checkpoint M --images P/apple --out F/x.ckpt"
      })
  void whatTheCommandWroteIsReplaced(String line) throws IOException {
    run(line).succeeded();
    List<String> first = listed();
    run(line).succeeded();
    assertEquals(first, listed());
  }

  @Test
  void anEmptyFileIsNothingThatCouldBeLost() throws IOException {
    Files.createFile(folder.resolve("x.npy"));
    Files.createFile(folder.resolve("r.json"));
    run("evaluate --checkpoint M --json F/r.json").succeeded();
    run("embed --checkpoint M --images P --out F/x.npy").succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embed --checkpoint M --images P --out P/x.npy",
        "embed --checkpoint M --images P --out P/../pictures/apple/x.csv",
        "index --checkpoint M --images P --out P/x.index",
        "embed --checkpoint M --out P/x.npy P",
        "calibrate --checkpoint M --images P --out P/x.ckpt",
        "train --dataset folder --data-dir P --out P",
        "train --dataset folder --data-dir P --out P/run",
        "train --dataset folder --data-dir P --out F/run --checkpoint-dir P/apple",
        "embed --checkpoint M --dataset folder --data-dir P --out P/x.csv",
        "evaluate --checkpoint M --dataset folder --data-dir P --json P/x.json"
      })
  void nothingIsWrittenAmongTheImages(String line) throws IOException {
    List<Path> before = below(pictures);
    run(line).failed(Cli.FAILED, " lies in ", pictures.toString(), "give a place outside of it");
    assertEquals(before, below(pictures));
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void aLinkHidesNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), pictures);
    run("embed --checkpoint M --images P --out F/link/x.npy").failed(Cli.FAILED, " lies in ");
    run("embed --checkpoint M --images F/link --out P/x.npy").failed(Cli.FAILED, " lies in ");
    run("train --dataset folder --data-dir F/link --out P/run").failed(Cli.FAILED, " lies in ");
  }

  @Test
  void whatIsReadIsNotWritten() throws IOException {
    byte[] before = Files.readAllBytes(model);
    run("embed --checkpoint M --images P --format csv --out M").failed(Cli.FAILED, model + ": it");
    Path query = pictures.resolve("apple/0.png");
    run("enroll fox --checkpoint M P/apple/0.png --out P/apple/0.png")
        .failed(Cli.FAILED, query + ": it is not a checkpoint");
    Path index = folder.resolve("x.index");
    run("index --checkpoint M --images P --out F/x.index").succeeded();
    run("evaluate --checkpoint M --json F/x.index").failed(Cli.FAILED, index + ": it is not a");
    assertArrayEquals(before, Files.readAllBytes(model));
  }

  @Test
  void aRunDoesNotDeleteCheckpointsThatItDidNotWrite() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("models")).resolve("best.ckpt");
    Files.copy(model, mine);
    CliRun.train(folder.resolve("run"), "--checkpoint-dir", mine.getParent().toString())
        .failed(Cli.FAILED, mine + " is there already");
    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(mine));
    Files.move(mine, mine.resolveSibling("epoch-001.ckpt"));
    CliRun.train(folder.resolve("run"), "--checkpoint-dir", mine.getParent().toString())
        .failed(Cli.FAILED, "epoch-001.ckpt is there already");
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void aFileOfTheUserIsNotTakenForTheRecordOfARun() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("run")).resolve("run.json");
    Files.writeString(mine, "{}");
    CliRun.train(folder.resolve("run")).failed(Cli.FAILED, mine + " is not the record of a run");
    assertEquals("{}", Files.readString(mine));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search --checkpoint M --index P --query P/apple/0.png",
        "predict --checkpoint M --by knn --index P P",
        "verify --checkpoint M --pairs P",
        "calibrate --checkpoint M --pairs P",
        "index --checkpoint M --embeddings P --out F/x.index",
        "index --remove x --out P",
        "evaluate --checkpoint P",
        "train --resume P"
      })
  void aFolderInThePlaceOfAFileIsNamed(String line) throws IOException {
    run(line).failed(Cli.FAILED, pictures.toString(), "is a folder");
    assertEquals(List.of("pictures"), listed());
  }

  private List<String> listed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
