package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.BrokenImages;
import arcface4j.data.DataSplit;
import arcface4j.data.HoldOut;
import arcface4j.data.ImageSet;
import arcface4j.data.Shapes;
import arcface4j.engine.Precision;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.EngineChoice;
import arcface4j.train.Checkpoint;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Inference;
import arcface4j.train.MetricsLog;
import arcface4j.train.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 84 images to train on, a quarter of which is held out, and 60 to test on. */
@Tag("slow")
class HeldOutImagesTest {

  private static final int VALIDATION = 4;
  private static final int TEST = 5;

  @TempDir static Path out;
  private static String progress;
  private static Checkpoint last;
  private static List<double[]> epochs;
  private static ImageSet test;
  private static HoldOut split;

  @BeforeAll
  static void train() throws IOException {
    String options =
        "--shapes-train 28 --shapes-test 20 --validation 0.25 --test-every-epoch 0 --epochs 2";
    progress = CliRun.train(out, options.split(" ")).succeeded().err();
    last = Checkpoint.load(out.resolve("checkpoints/last.ckpt"));
    epochs = MetricsLog.read(out.resolve("metrics.csv")).rows();
    DataSplit images = Shapes.split(3, 28, 20, 32, 1);
    test = images.test();
    split = HoldOut.ofImages(images.train(), 0.25, 1);
  }

  @Test
  void noHeldOutImageIsTrainedOn() {
    assertTrue(progress.contains("63 training and 60 test images"), progress);
    assertEquals(63, last.data().images());
    assertEquals(split.kept().contentHash(), last.data().hash());
  }

  @Test
  void theTestImagesAreLeftAloneBeforeTheLastEpoch() {
    assertEquals(Double.NaN, epochs.get(0)[TEST]);
  }

  @Test
  void eachAccuracyIsThatOfItsOwnImages() throws IOException {
    assertEquals(accuracy(split.heldOut()), epochs.get(1)[VALIDATION]);
    assertEquals(accuracy(test), epochs.get(1)[TEST]);
  }

  private static double accuracy(ImageSet images) throws IOException {
    try (Compute compute =
            Compute.of(EngineChoice.AUTO, Precision.F32, true, note -> {}, warning -> {});
        EmbeddingNetwork network = last.network(compute)) {
      EmbeddedImages embedded =
          new Inference(network, last.model().normalization(), 100, false, BrokenImages.refused(""))
              .embed(images, done -> {});
      int[] predicted = Predictions.of(network, embedded, 100);
      long right =
          IntStream.range(0, images.size()).filter(i -> predicted[i] == images.label(i)).count();
      return (double) right / images.size();
    }
  }
}
