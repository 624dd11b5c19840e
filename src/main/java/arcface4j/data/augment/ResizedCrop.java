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
    float[] line = new float[area.width()];
    float[] narrow = new float[area.height() * width]; // [height of the area, W]
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < area.height(); row++) {
        read(from, area.start(channel, row, shape), line);
        for (int x = 0; x < width; x++) {
          narrow[row * width + x] = columns.apply(line, 0, 1, x);
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          into[(channel * height + y) * width + x] =
              (byte) Math.round(rows.apply(narrow, x, width, y));
        }
      }
    }
  }

  private static void read(byte[] from, int start, float[] line) {
    for (int x = 0; x < line.length; x++) {
      line[x] = from[start + x] & 0xff;
    }
  }
}
