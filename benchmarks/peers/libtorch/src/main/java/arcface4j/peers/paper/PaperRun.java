package arcface4j.peers.paper;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.reflection_pad2d;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * Trains the paper's network with the paper's recipe and looks at the test images when it is done:
 *
 * <pre>PaperRun DATA OUT SEED COMMIT</pre>
 *
 * with the folder of the binary files, one for {@code run.json} and {@code metrics.csv}, and the
 * commit of this program.
 */
public final class PaperRun {

  private static final int EPOCHS = 10;
  private static final int BATCH = 1024;
  private static final double STEPS_PER_KILO = BATCH * (1 + 1 / (1 - 0.85));
  private static final double RATE = 11.5 / STEPS_PER_KILO;
  private static final double SHIFT_RATE = 64 * RATE;
  private static final double DECAY = 0.0153 * BATCH / STEPS_PER_KILO;
  private static final double SMOOTHING = 0.2;
  private static final int STEM_EPOCHS = 3;
  private static final int WHITENED = 5000;
  private static final int TEST_BATCH = 500;
  private static final int SUM = 2;

  private final Images training;
  private final Images test;
  private final Random random;
  private final Network network;
  private final Optimizer optimizer = new Optimizer();
  private final Optimizer stemOptimizer = new Optimizer();
  private final Lookahead lookahead;
  private final int steps;
  private int step;

  private PaperRun(Path data, long seed) throws IOException {
    training =
        Images.read(
            data,
            IntStream.rangeClosed(1, 5)
                .mapToObj(file -> "data_batch_" + file + ".bin")
                .toArray(String[]::new));
    test = Images.read(data, "test_batch.bin");
    random = new Random(seed);
    manual_seed(seed);
    network =
        new Network(
            training.plain(IntStream.range(0, Math.min(WHITENED, training.size())).toArray()));
    optimizer.add(network.shifts(), SHIFT_RATE, DECAY);
    optimizer.add(network.weights(), RATE, DECAY);
    stemOptimizer.add(List.of(network.stemBias()), RATE, DECAY);
    steps = EPOCHS * (training.size() / BATCH);
    lookahead = new Lookahead(network, steps);
  }

  public static void main(String[] words) throws IOException {
    if (words.length != 4) {
      System.err.println("usage: PaperRun DATA OUT SEED COMMIT");
      System.exit(2);
    }
    Path out = Files.createDirectories(Path.of(words[1]));
    long seed = Long.parseLong(words[2]);
    String metrics = new PaperRun(Path.of(words[0]), seed).train();
    Files.writeString(out.resolve("metrics.csv"), metrics);
    Files.writeString(out.resolve("run.json"), record(words[3], seed));
  }

  /** libtorch takes as many threads as OMP_NUM_THREADS says. */
  private static String record(String commit, long seed) {
    return """
           {
             "program" : { "name" : "benchmarks/peers/libtorch, PaperRun", "commit" : "%s" },
             "seed" : %d,
             "options" : { "epochs" : %d, "engine" : "libtorch 2.10, %d threads, F32" },
             "results" : { "finished" : true }
           }
           """
        .formatted(commit, seed, EPOCHS, get_num_threads());
  }

  private String train() {
    boolean[] mirrored = new boolean[training.size()];
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = random.nextBoolean();
    }
    StringBuilder rows =
        new StringBuilder(
            "epoch,train_loss,train_accuracy,test_accuracy,mirrored_accuracy,six_views_accuracy,seconds\n");
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      long start = System.nanoTime();
      String measures = epoch(epoch, mirrored);
      double seconds = (System.nanoTime() - start) / 1e9;
      String tested = epoch < EPOCHS ? ",," : tested();
      String row = String.format(Locale.ROOT, "%d,%s,%s,%.3f", epoch, measures, tested, seconds);
      System.out.println(row);
      rows.append(row).append('\n');
      for (int i = 0; i < mirrored.length; i++) {
        mirrored[i] = !mirrored[i];
      }
    }
    return rows.toString();
  }

  private String epoch(int epoch, boolean[] mirrored) {
    int[] order = shuffled(training.size());
    int batches = training.size() / BATCH;
    double loss = 0;
    double right = 0;
    for (int batch = 0; batch < batches; batch++) {
      int[] places = Arrays.copyOfRange(order, batch * BATCH, (batch + 1) * BATCH);
      try (PointerScope scope = new PointerScope()) {
        Tensor labels = training.labels(places);
        Tensor logits = network.forward(training.augmented(places, mirrored, random), true);
        Tensor sum = cross_entropy_loss(logits, labels, new TensorOptional(), SUM, -100, SMOOTHING);
        sum.backward();
        optimizer.step(rate());
        if (epoch <= STEM_EPOCHS) {
          stemOptimizer.step(rate());
        }
        step++;
        lookahead.after(step);
        loss += sum.item_double();
        right += right(logits, labels);
      }
    }
    double images = (double) batches * BATCH;
    return String.format(Locale.ROOT, "%.6f,%.6f", loss / images, right / images);
  }

  private int[] shuffled(int size) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int place = order[i];
      order[i] = order[other];
      order[other] = place;
    }
    return order;
  }

  /** Up from a fifth over the first 23 %, then down to 7 %. */
  private double rate() {
    int peak = (int) (0.23 * steps);
    return step < peak ? 0.2 + 0.8 * step / peak : 1 - 0.93 * (step - peak) / (steps - peak);
  }

  /** With one view of each test image, two and six. */
  private String tested() {
    double[] right = new double[3];
    try (NoGradGuard noGradients = new NoGradGuard()) {
      for (int from = 0; from < test.size(); from += TEST_BATCH) {
        try (PointerScope scope = new PointerScope()) {
          int[] places = IntStream.range(from, Math.min(from + TEST_BATCH, test.size())).toArray();
          Tensor images = test.plain(places);
          Tensor labels = test.labels(places);
          Tensor padded = reflection_pad2d(images, 1, 1, 1, 1);
          Tensor both = both(images);
          Tensor moved = both(moved(padded, 0)).add(both(moved(padded, 2)));
          right[0] += right(network.forward(images, false), labels);
          right[1] += right(both, labels);
          right[2] += right(both.mul(new Scalar(2.0)).add(moved), labels);
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%.4f,%.4f,%.4f",
        right[0] / test.size(),
        right[1] / test.size(),
        right[2] / test.size());
  }

  private Tensor both(Tensor images) {
    return network.forward(images, false).add(network.forward(images.flip(3), false));
  }

  private static Tensor moved(Tensor padded, long by) {
    return padded.narrow(2, by, Images.SIDE).narrow(3, by, Images.SIDE);
  }

  private static double right(Tensor logits, Tensor labels) {
    return logits.argmax(new LongOptional(1), false).eq(labels).sum().item_double();
  }
}
