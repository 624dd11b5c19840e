package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.api.EmbeddingModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
      assertEquals(32, model.imageSize());
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

  @Test
  void aClosedModelAndOtherWidthsAreRefused() throws IOException {
    EmbeddingModel model = EmbeddingModel.load(checkpoint);
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
