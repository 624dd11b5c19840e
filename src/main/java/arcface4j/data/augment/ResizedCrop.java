package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.image.Resampler;

/**
 * A part of an image, resized with the antialiased bilinear filter of {@link Resampler}.
 *
 * @param area the part
 * @param height H of the result
 * @param width W of the result
 */
public record ResizedCrop(Area area, int height, int width) implements Operation {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the part or the result has no pixels
   */
  public ResizedCrop {
    if (area.pixels() == 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "%s resized to %d x %d: both need pixels".formatted(area, height, width));
    }
  }

  @Override
  public ImageShape resultOf(ImageShape shape) {
    return new ImageShape(shape.channels(), height, width);
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    Resampler columns = new Resampler(area.width(), 0, area.width(), width);
    Resampler rows = new Resampler(area.height(), 0, area.height(), height);
    for (int channel = 0; channel < shape.channels(); channel++) {
      float[][] lines =
          Lines.read(
              from, area.start(channel, 0, shape), shape.width(), area.height(), area.width());
      float[][] turned = Lines.transposed(resized(lines, rows)); // [width of the area, H]
      Lines.round(Lines.transposed(resized(turned, columns)), into, channel * height * width);
    }
  }

  private static float[][] resized(float[][] lines, Resampler axis) {
    float[][] resized = new float[axis.size()][lines[0].length];
    for (int y = 0; y < resized.length; y++) {
      axis.apply(lines, y, resized[y]);
    }
    return resized;
  }
}
