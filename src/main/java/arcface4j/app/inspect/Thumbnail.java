package arcface4j.app.inspect;

/**
 * Enough of a picture to say whether it and another one of a near hash show the same: hashes of
 * flat pictures and of drawings are near by chance.
 *
 * @param values [T, T] gray in 0 to 255, unsigned
 */
record Thumbnail(byte[] values) {

  /** T. */
  private static final int SIDE = 16;

  /**
   * From here on two pictures show the same. Of 20,000 photos of CIFAR-10, 100 pairs within 10 bits
   * reach it, and a person takes nearly all of them for one picture; so do 998 of 1,000 copies of
   * half the size or of JPEG quality 40, and 831 of 1,000 that lost a pixel of 32 on each side.
   */
  static final double SAME = 0.9;

  /** Standard deviation in gray levels; below, noise would be compared. */
  private static final double LEAST_CONTRAST = 2;

  static Thumbnail of(GrayPicture picture) {
    byte[] values = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int at = 2 * y * GrayPicture.SIDE + 2 * x;
        float[] gray = picture.values();
        float sum =
            gray[at] + gray[at + 1] + gray[at + GrayPicture.SIDE] + gray[at + GrayPicture.SIDE + 1];
        values[y * SIDE + x] = (byte) Math.round(sum / 4);
      }
    }
    return new Thumbnail(values);
  }

  /** Whether there is something to compare in it. */
  boolean hasContrast() {
    return Math.sqrt((double) covariance(this, this) / values.length / values.length)
        >= LEAST_CONTRAST;
  }

  /** Whether two pictures with contrast show the same, however bright each is. */
  boolean showsTheSameAs(Thumbnail other) {
    return correlation(other) >= SAME;
  }

  /** Pearson's; NaN where one of them is of one gray. */
  double correlation(Thumbnail other) {
    return covariance(this, other)
        / Math.sqrt((double) covariance(this, this) * covariance(other, other));
  }

  /** n sum(ab) - sum(a) sum(b), exact. */
  private static long covariance(Thumbnail one, Thumbnail other) {
    long products = 0;
    long sumOfOne = 0;
    long sumOfOther = 0;
    for (int i = 0; i < one.values.length; i++) {
      int a = one.values[i] & 255;
      int b = other.values[i] & 255;
      products += a * b;
      sumOfOne += a;
      sumOfOther += b;
    }
    return one.values.length * products - sumOfOne * sumOfOther;
  }
}
