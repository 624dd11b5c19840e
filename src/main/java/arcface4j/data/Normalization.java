package arcface4j.data;

import arcface4j.io.DataException;
import java.util.Arrays;

/**
 * What makes bytes floats: (byte / 255 - mean) / std for each channel, in single precision.
 *
 * @param mean [C] in units of [0, 1]
 * @param std [C] in units of [0, 1], positive
 */
public record Normalization(float[] mean, float[] std) {

  /**
   * The constants of the original program. Its stds (0.2023, 0.1994, 0.2010) are the mean of the
   * stds of the single images, not the std of all pixels, which is about (0.247, 0.2435, 0.2616).
   */
  public static final Normalization ORIGINAL_CIFAR10 =
      new Normalization(
          new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2023f, 0.1994f, 0.2010f});

  /** So many images of files tell the mean to a hundredth of the pixels' spread. */
  static final int SAMPLE = 2048;

  private static final int BYTE_VALUES = 256;
  private static final int AT_A_TIME = 32;

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if the lengths differ, a mean is not finite or a std is not
   *     positive and finite
   */
  public Normalization {
    if (mean.length == 0 || mean.length != std.length) {
      throw new IllegalArgumentException(
          mean.length + " means and " + std.length + " stds; one of each per channel is needed");
    }
    for (int channel = 0; channel < mean.length; channel++) {
      if (!Float.isFinite(mean[channel]) || !Float.isFinite(std[channel]) || !(std[channel] > 0)) {
        throw new IllegalArgumentException(
            "channel %d: mean %s, std %s; a finite mean and a std above 0 are needed"
                .formatted(channel, mean[channel], std[channel]));
      }
    }
    mean = mean.clone();
    std = std.clone();
  }

  /**
   * Mean and std of all pixels of a set, exact, from a histogram of the bytes of each channel; of
   * more than {@value #SAMPLE} files from so many of them, evenly spread over the set. A channel
   * that has one value only gets the std 1: it is centred and nothing is divided by 0.
   *
   * @param broken whether an image that cannot be read ends this
   * @throws IllegalArgumentException if the set is empty
   * @throws DataException if an image is broken and may not be left out, or all are
   */
  public static Normalization of(ImageSet images, BrokenImages broken) throws DataException {
    if (images.size() == 0) {
      throw new IllegalArgumentException("an empty set has no mean");
    }
    long[][] histograms = histograms(images.isOfFiles() ? images.spread(SAMPLE) : images, broken);
    float[] mean = new float[images.channels()];
    float[] std = new float[images.channels()];
    for (int channel = 0; channel < mean.length; channel++) {
      double center = center(histograms[channel]);
      double spread = spread(histograms[channel], center);
      mean[channel] = (float) (center / 255);
      std[channel] = spread > 0 ? (float) (spread / 255) : 1;
    }
    return new Normalization(mean, std);
  }

  private static long[][] histograms(ImageSet images, BrokenImages broken) throws DataException {
    long[][] counts = new long[images.channels()][BYTE_VALUES];
    int pixels = images.shape().pixels();
    boolean isEmpty = true;
    try (BatchStream<PlaneBatch> batches = PlaneBatches.open(images, AT_A_TIME)) {
      while (batches.hasNext()) {
        PlaneBatch batch = batches.next();
        for (DataException image : batch.broken()) {
          broken.found(image);
        }
        for (byte[] planes : batch.planes()) {
          for (int at = 0; at < planes.length; at++) {
            counts[at / pixels][Byte.toUnsignedInt(planes[at])]++;
          }
        }
        isEmpty &= batch.size() == 0;
      }
    }
    if (isEmpty) {
      throw new DataException("no image is left, all %d are broken".formatted(images.size()));
    }
    return counts;
  }

  private static double center(long[] counts) {
    long sum = 0;
    for (int value = 0; value < BYTE_VALUES; value++) {
      sum += value * counts[value];
    }
    return (double) sum / Arrays.stream(counts).sum();
  }

  private static double spread(long[] counts, double center) {
    double squares = 0;
    for (int value = 0; value < BYTE_VALUES; value++) {
      squares += counts[value] * (value - center) * (value - center);
    }
    return Math.sqrt(squares / Arrays.stream(counts).sum());
  }

  /** C. */
  public int channels() {
    return mean.length;
  }

  /** What byte {@code value}, 0 to 255, of a channel becomes. */
  public float apply(int channel, int value) {
    return (value / 255f - mean[channel]) / std[channel];
  }

  /**
   * Normalises planes of any size.
   *
   * @param planes [C, H, W]
   * @param into receives C H W floats from {@code offset} on
   */
  public void apply(byte[] planes, float[] into, int offset) {
    if (planes.length % channels() != 0) {
      throw new IllegalArgumentException(
          planes.length + " bytes are not planes of " + channels() + " channels");
    }
    float[][] tables = tables();
    int pixels = planes.length / channels();
    for (int at = 0; at < planes.length; at++) {
      into[offset + at] = tables[at / pixels][Byte.toUnsignedInt(planes[at])];
    }
  }

  /** [C, 256] what each byte becomes. */
  float[][] tables() {
    float[][] tables = new float[channels()][BYTE_VALUES];
    for (int channel = 0; channel < tables.length; channel++) {
      for (int value = 0; value < BYTE_VALUES; value++) {
        tables[channel][value] = apply(channel, value);
      }
    }
    return tables;
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] std() {
    return std.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalization that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  @Override
  public String toString() {
    return "mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std);
  }
}
