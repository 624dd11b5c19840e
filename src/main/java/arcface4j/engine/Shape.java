package arcface4j.engine;

/**
 * The shape of one image's activation.
 *
 * @param channels C
 * @param height H
 * @param width W
 */
public record Shape(int channels, int height, int width) {

  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "shape " + channels + "x" + height + "x" + width + " is not positive");
    }
  }

  /** Numbers of one image. */
  public long length() {
    return (long) channels * height * width;
  }

  /** oneDNN's dimensions [N, C, H, W]. */
  long[] batched(int batch) {
    return new long[] {batch, channels, height, width};
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
