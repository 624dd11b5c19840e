package arcface4j.data;

import arcface4j.data.augment.MixedLabels;
import java.util.Optional;

/**
 * Some images of an epoch, ready for the network.
 *
 * @param images [N, C, H, W], normalised
 * @param height H
 * @param labels [N]
 * @param indices [N] places in the image set
 * @param mixed what the images show beside their labels, where they are mixed in pairs
 */
public record Batch(
    float[] images, int height, int[] labels, int[] indices, Optional<MixedLabels> mixed) {

  /** Images that are not mixed. */
  Batch(float[] images, int height, int[] labels, int[] indices) {
    this(images, height, labels, indices, Optional.empty());
  }

  /**
   * How long an array of images is.
   *
   * @param images N
   * @param values C H W
   * @throws IllegalArgumentException if that is longer than a Java array
   */
  public static int length(int images, int values) {
    int longest = Integer.MAX_VALUE - 8;
    if ((long) images * values > longest) {
      throw new IllegalArgumentException(
          "a batch of %d images of %d values is larger than a Java array; at most %d fit"
              .formatted(images, values, longest / values));
    }
    return images * values;
  }

  /** N; the last batch of an epoch can be short. */
  public int size() {
    return labels.length;
  }
}
