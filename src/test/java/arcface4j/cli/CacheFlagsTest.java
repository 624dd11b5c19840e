package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFlagsTest {

  private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path folder;
  private Path photos;
  private Path cache;

  @BeforeEach
  void writePictures() throws IOException {
    photos = folder.resolve("photos");
    cache = folder.resolve("cache");
    NoisePictures.write(photos, 10, "a", "b");
    age(photos);
  }

  /** What was just written is not kept. */
  private static void age(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, OLD);
      }
    }
  }

  private String[] training(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--dataset", "folder"));
    words.addAll(List.of("--data-dir", photos.toString(), "--image-size", "32", "--width", "4"));
    words.addAll(List.of("--batch-size", "8", "--epochs", "1", "--out", out.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** And the cache was used: what has other pixels and the same length and time is not seen. */
  @Test
  void everyCommandGivesTheSameWithIt() throws Exception {
    String[] cached = {"--cache", cache.toString(), "--cache-size", "1g"};
    CliRun.of(training(folder.resolve("plain"))).succeeded();
    CliRun run = CliRun.of(training(folder.resolve("cached"), cached)).succeeded();
    assertEquals(List.of(), run.warnings(), run.err());
    Path plain = folder.resolve("plain/checkpoints/last.ckpt");
    Path trained = folder.resolve("cached/checkpoints/last.ckpt");
    byte[] before = embed(plain, "before.npy");
    assertArrayEquals(before, embed(trained, "trained.npy"));
    assertArrayEquals(before, embed(plain, "filling.npy", cached));
    assertEquals(
        result(CliRun.of("evaluate", "--checkpoint", plain.toString())),
        result(CliRun.of("evaluate", "--checkpoint", plain.toString(), cached[0], cached[1])));
    Path swapped = photos.resolve("a/0.png");
    byte[] broken = Files.readAllBytes(swapped);
    broken[broken.length - 20] ^= 1;
    Files.write(swapped, broken);
    age(photos);
    assertArrayEquals(before, embed(plain, "again.npy", cached));
    for (String[] words :
        new String[][] {
          {"index", "--checkpoint", plain.toString(), "--images", photos.toString()},
          {"calibrate", "--checkpoint", plain.toString(), "--images", photos.toString()},
          {"report", plain.toString()}
        }) {
      List<String> line = new ArrayList<>(List.of(words));
      line.addAll(List.of("--out", folder.resolve(words[0]).toString()));
      line.addAll(List.of(cached));
      if (words[0].equals("calibrate")) {
        line.addAll(List.of("--far", "0.5"));
      }
      CliRun.of(line.toArray(String[]::new)).succeeded();
    }
  }

  private byte[] embed(Path checkpoint, String name, String... more) throws IOException {
    Path out = folder.resolve(name);
    List<String> words = new ArrayList<>(List.of("embed", "--checkpoint", checkpoint.toString()));
    words.addAll(List.of("--images", photos.toString(), "--out", out.toString()));
    words.addAll(List.of(more));
    CliRun run = CliRun.of(words.toArray(String[]::new)).succeeded();
    assertEquals(List.of(), run.warnings());
    return Files.readAllBytes(out);
  }

  private static String result(CliRun run) {
    return run.succeeded().out();
  }

  @Test
  void aSizeHasAUnitAndAFolder() {
    for (String size : List.of("20", "0g", "-1g", "1.5g", "9999999999g", "g", "1x")) {
      CliRun.of(training(folder.resolve("run"), "--cache", cache.toString(), "--cache-size", size))
          .failed(Cli.USAGE, "--cache-size " + size, "20g");
    }
    CliRun.of(training(folder.resolve("run"), "--cache-size", "1g"))
        .failed(Cli.USAGE, "--cache-size goes with --cache");
    assertTrue(Files.notExists(cache));
  }

  @Test
  void imagesThatAreNoFilesHaveNoCache() {
    CliRun.of("train", "--dataset", "shapes", "--cache", cache.toString())
        .failed(Cli.USAGE, "--cache does not go with --dataset shapes");
  }

  @Test
  void aFolderWithOtherFilesIsRefused() {
    CliRun.of(training(folder.resolve("run"), "--cache", photos.toString()))
        .failed(Cli.FAILED, photos + ": holds files");
  }
}
