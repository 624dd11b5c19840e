package arcface4j.data.augment;

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
