package arcface4j.peers.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Images of CIFAR-10's binary files: a label, then red, green and blue of 32 x 32 pixels. */
final class Images {

  static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int CHANNELS = 3;
  private static final int SHIFT = 2;

  // Of CIFAR-10's training images, as the paper has them; of pixels from 0 to 1.
  private static final double[] MEAN = {0.4914, 0.4822, 0.4465};
  private static final double[] DEVIATION = {0.2470, 0.2435, 0.2616};

  private final List<byte[]> records;

  private Images(List<byte[]> records) {
    this.records = records;
  }

  static Images read(Path folder, String... files) throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (String file : files) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      int length = 1 + CHANNELS * PLANE;
      for (int at = 0; at < bytes.length; at += length) {
        records.add(Arrays.copyOfRange(bytes, at, at + length));
      }
    }
    return new Images(records);
  }

  int size() {
    return records.size();
  }

  /** The labels of some images [N]. */
  Tensor labels(int[] places) {
    long[] labels = new long[places.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = records.get(places[i])[0];
    }
    return Tensor.create(labels);
  }

  /** Images as they are [N, C, H, W]. */
  Tensor plain(int[] places) {
    return tensor(
        places, new int[places.length], new int[places.length], new boolean[places.length]);
  }

  /**
   * Each image moved by up to two pixels each way, with its mirror image at the edges.
   *
   * @param mirrored by place in the set
   */
  Tensor augmented(int[] places, boolean[] mirrored, Random random) {
    int[] down = random.ints(places.length, -SHIFT, SHIFT + 1).toArray();
    int[] right = random.ints(places.length, -SHIFT, SHIFT + 1).toArray();
    boolean[] chosen = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      chosen[i] = mirrored[places[i]];
    }
    return tensor(places, down, right, chosen);
  }

  private Tensor tensor(int[] places, int[] down, int[] right, boolean[] mirrored) {
    float[] pixels = new float[places.length * CHANNELS * PLANE];
    int to = 0;
    for (int i = 0; i < places.length; i++) {
      byte[] record = records.get(places[i]);
      for (int channel = 0; channel < CHANNELS; channel++) {
        for (int y = 0; y < SIDE; y++) {
          int row = 1 + channel * PLANE + reflected(y + down[i]) * SIDE;
          for (int x = 0; x < SIDE; x++) {
            int column = reflected((mirrored[i] ? SIDE - 1 - x : x) + right[i]);
            double value = (record[row + column] & 255) / 255.0;
            pixels[to++] = (float) ((value - MEAN[channel]) / DEVIATION[channel]);
          }
        }
      }
    }
    return Tensor.create(pixels, places.length, CHANNELS, SIDE, SIDE)
        .contiguous(MemoryFormat.ChannelsLast);
  }

  private static int reflected(int place) {
    int positive = Math.abs(place);
    return positive < SIDE ? positive : 2 * (SIDE - 1) - positive;
  }
}
