package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import java.util.Arrays;

/**
 * With which image of its batch each image is mixed.
 *
 * @param rows [N] a permutation of 0 to N - 1
 */
public record Partners(int[] rows) {

  /** Copies the rows. */
  public Partners {
    rows = rows.clone();
  }

  @Override
  public int[] rows() {
    return rows.clone();
  }

  /** N. */
  public int size() {
    return rows.length;
  }

  /** The partner of one image. */
  public int of(int row) {
    return rows[row];
  }

  /** [N] the labels of the partners. */
  int[] labels(int[] labels) {
    int[] partners = new int[rows.length];
    Arrays.setAll(partners, row -> labels[rows[row]]);
    return partners;
  }

  /**
   * Refuses what cannot be mixed.
   *
   * @throws IllegalArgumentException if an array is not of N images or both are one
   */
  void requireFits(float[] images, float[] into, ImageShape shape) {
    if (images == into) {
      throw new IllegalArgumentException("images are mixed into another array");
    }
    for (float[] array : new float[][] {images, into}) {
      if (array.length != (long) rows.length * shape.values()) {
        throw new IllegalArgumentException(
            "an array of %d values is not %d images of %d"
                .formatted(array.length, rows.length, shape.values()));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Partners that && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return Arrays.toString(rows);
  }
}
