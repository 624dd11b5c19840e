package arcface4j.image;

/**
 * What makes planes [3, H, W] of a picture; part of a model, since its training saw no others.
 *
 * @param height H
 * @param width W
 * @param fit how a picture of another shape becomes H x W
 * @param rendering what its samples mean
 */
public record Preprocessing(int height, int width, Fit fit, Rendering rendering) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not above 0
   */
  public Preprocessing {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture of %d x %d has no pixels".formatted(height, width));
    }
  }

  /** What the first releases did: S x S pixels from the middle of the picture as stored. */
  public static Preprocessing ofFirstReleases(int size) {
    return new Preprocessing(size, size, Fit.CROP, Rendering.AS_STORED);
  }

  /** The smaller of H and W. */
  public int smallerSide() {
    return Math.min(height, width);
  }

  /** The same for another size. */
  public Preprocessing withSize(int otherHeight, int otherWidth) {
    return new Preprocessing(otherHeight, otherWidth, fit, rendering);
  }

  /**
   * What tells this from another one, whatever becomes of this record's form; empty for that of the
   * first releases, whose models knew no other. The size is the network's, which tells it itself.
   */
  public String identity() {
    return equals(ofFirstReleases(height)) ? "" : fit + " " + rendering;
  }
}
