package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.api.EmbeddedBatch;
import arcface4j.api.EmbeddingModel;
import arcface4j.image.Fit;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.testing.ChildJvm;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The library surface; it stands here because a model has to be trained first. */
@Tag("slow")
class EmbeddingModelTest {

  @TempDir static Path folder;
  private static Path checkpoint;

  @BeforeAll
  static void train() {
    checkpoint = TinyModel.train(folder.resolve("run"));
  }

  @Test
  void picturesOfAnySizeBecomeRowsOfLengthOne() throws IOException {
    try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
      assertEquals(32, model.width());
      assertEquals(new Preprocessing(32, 32, Fit.CROP, Rendering.AS_SHOWN), model.preprocessing());
      assertEquals(5, model.labels().size());
      List<BufferedImage> images = new ArrayList<>();
      for (int i = 0; i < 67; i++) {
        images.add(NoisePictures.picture(20 + i, 31 + 2 * i, i));
      }

      List<float[]> rows = model.embed(images);

      assertEquals(67, rows.size());
      for (int i : new int[] {0, 1, 63, 64, 66}) {
        assertEquals(1, EmbeddingModel.cosine(rows.get(i), rows.get(i)), 1e-6);
        assertArrayEquals(model.embed(images.get(i)), rows.get(i), 1e-5f);
      }
      assertEquals(List.of(), model.embed(List.of()));
    }
  }

  @Test
  void comparingGivesTheCosineOfTheTwoEmbeddings() throws IOException {
    BufferedImage one = NoisePictures.picture(40, 40, 1);
    BufferedImage other = NoisePictures.picture(40, 40, 2);
    try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
      double expected = EmbeddingModel.cosine(model.embed(one), model.embed(other));
      assertEquals(expected, model.compare(one, other), 1e-5);
      assertEquals(1, model.compare(one, one), 1e-6);
    }
  }

  @Test
  void manyThreadsGetWhatOneGets() throws IOException, InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
      List<Future<float[]>> futures = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int seed = i % 6;
        futures.add(pool.submit(() -> model.embed(NoisePictures.picture(33, 40, seed))));
      }
      for (int i = 0; i < 24; i++) {
        float[] alone = model.embed(NoisePictures.picture(33, 40, i % 6));
        assertArrayEquals(alone, futures.get(i).get(), 1e-5f);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Embeds on threads of its own and prints how many native threads bear their name: those that
   * OpenMP starts inherit it. The model is never closed.
   */
  static final class Callers {

    private static final int COUNT = 8;

    public static void main(String[] arguments) throws Exception {
      EmbeddingModel model = EmbeddingModel.load(Path.of(arguments[0]));
      BufferedImage image = NoisePictures.picture(32, 32, 1);
      ExecutorService pool =
          Executors.newFixedThreadPool(COUNT, work -> new Thread(work, "caller"));
      List<Callable<float[]>> calls = Collections.nCopies(COUNT, () -> model.embed(image));
      for (Future<float[]> row : pool.invokeAll(calls)) {
        row.get();
      }
      System.out.println(named("caller") + " threads of " + COUNT + " callers");
      pool.shutdown();
    }

    private static long named(String name) throws IOException {
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        return threads.filter(thread -> name.equals(nameOf(thread))).count();
      }
    }

    /** Nothing if it has ended meanwhile. */
    private static String nameOf(Path thread) {
      try {
        return Files.readString(thread.resolve("comm")).strip();
      } catch (IOException e) {
        return "";
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "there is no /proc")
  void callersGetNoThreadsOfOpenMpAndTheJvmEndsByItself() throws Exception {
    Map<String, String> threads = Map.of("OMP_NUM_THREADS", "2", "OMP_WAIT_POLICY", "PASSIVE");
    try (ChildJvm child = ChildJvm.start(threads, Callers.class, checkpoint.toString())) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      assertTrue(lines.contains("8 threads of 8 callers"), lines::toString);
    }
  }

  @Test
  void anInterruptedCallerGetsItsRowAndStaysInterrupted() throws IOException {
    BufferedImage image = NoisePictures.picture(32, 32, 1);
    try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
      Thread.currentThread().interrupt();
      float[] row = model.embed(image);
      assertTrue(Thread.interrupted());
      assertEquals(32, row.length);
    }
  }

  @Test
  void aClosedModelAndOtherWidthsAreRefused() throws IOException {
    EmbeddingModel model = EmbeddingModel.load(checkpoint);
    EmbeddedBatch narrow = new EmbeddedBatch(new float[32], 16);
    IllegalArgumentException other =
        assertThrows(IllegalArgumentException.class, () -> model.logits(narrow));
    assertTrue(other.getMessage().contains("width 16 and a model of 32"), other.getMessage());
    model.close();
    model.close();
    BufferedImage image = NoisePictures.picture(32, 32, 1);
    assertThrows(IllegalStateException.class, () -> model.embed(image));
    IllegalArgumentException widths =
        assertThrows(
            IllegalArgumentException.class,
            () -> EmbeddingModel.cosine(new float[3], new float[4]));
    assertTrue(widths.getMessage().contains("width 3 and 4"), widths.getMessage());
  }

  @Test
  void theFingerprintIsThatOfTheWeights() throws IOException {
    Path copy = Files.copy(checkpoint, folder.resolve("copy.ckpt"));
    Path other = TinyModel.train(folder.resolve("other"), "--seed", "3");
    try (EmbeddingModel one = EmbeddingModel.load(checkpoint);
        EmbeddingModel same = EmbeddingModel.load(copy);
        EmbeddingModel another = EmbeddingModel.load(other)) {
      assertEquals(one.fingerprint(), same.fingerprint());
      assertNotEquals(one.fingerprint(), another.fingerprint());
    }
  }

  @Test
  void aFileThatIsNoModelIsRefusedInOneLine() throws IOException {
    Path file = Files.write(folder.resolve("no.ckpt"), Arrays.copyOf(new byte[] {'P', 'K'}, 99));
    IOException refused = assertThrows(IOException.class, () -> EmbeddingModel.load(file));
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
