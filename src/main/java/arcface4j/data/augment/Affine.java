package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Moves pixels along straight lines: what is at (x, y) from the image's middle comes from the pixel
 * nearest to (xx x + xy y + x0, yx x + yy y + y0), and is black where there is none.
 *
 * @param xx of the column, times x
 * @param xy of the column, times y
 * @param x0 of the column, in pixels
 * @param yx of the row, times x
 * @param yy of the row, times y
 * @param y0 of the row, in pixels
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0)
    implements Operation {

  /**
   * Shifts each row by {@code level} times its distance from the upper edge, to the left if above
   * 0.
   */
  public static Affine shearX(double level, ImageShape shape) {
    double tangent = tangent(level);
    return new Affine(1, tangent, tangent * shape.height() * 0.5, 0, 1, 0);
  }

  /**
   * Shifts each column by {@code level} times its distance from the left edge, upwards if above 0.
   */
  public static Affine shearY(double level, ImageShape shape) {
    double tangent = tangent(level);
    return new Affine(1, 0, 0, tangent, 1, tangent * shape.width() * 0.5);
  }

  /** Through degrees and back, whose rounding can decide between two pixels. */
  private static double tangent(double level) {
    return Math.tan(Math.toRadians(Math.toDegrees(Math.atan(level))));
  }

  /**
   * Shifts the image.
   *
   * @param right pixels to the right
   * @param down pixels downwards
   */
  public static Affine translate(int right, int down) {
    return new Affine(1, 0, -right, 0, 1, -down);
  }

  /**
   * Turns the image around its middle.
   *
   * @param degrees against the clock
   */
  public static Affine rotate(double degrees) {
    double radians = Math.toRadians(-degrees);
    double cosine = Math.cos(radians);
    double sine = Math.sin(radians);
    return new Affine(cosine, sine, 0, -sine, cosine, 0);
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    int height = shape.height();
    int width = shape.width();
    int[] sources = new int[width];
    Axis columns = new Axis(xx, xy, x0, width);
    Axis rows = new Axis(yx, yy, y0, height);
    for (int row = 0; row < height; row++) {
      float y = row - (height - 1) * 0.5f;
      for (int column = 0; column < width; column++) {
        float x = column - (width - 1) * 0.5f;
        int sourceColumn = columns.source(x, y);
        int sourceRow = rows.source(x, y);
        boolean inside =
            sourceColumn >= 0 && sourceColumn < width && sourceRow >= 0 && sourceRow < height;
        sources[column] = inside ? sourceRow * width + sourceColumn : -1;
      }
      for (int channel = 0; channel < shape.channels(); channel++) {
        gather(from, channel * shape.pixels(), sources, into, row * width);
      }
    }
  }

  private static void gather(byte[] from, int plane, int[] sources, byte[] into, int line) {
    for (int column = 0; column < sources.length; column++) {
      int source = sources[column];
      into[plane + line + column] = source < 0 ? 0 : from[plane + source];
    }
  }

  /**
   * One coordinate of the source, through [-1, 1] and back in single precision like torchvision:
   * half-way between two pixels the rounding decides.
   */
  private record Axis(float ofX, float ofY, float constant, float half) {
    Axis(double ofX, double ofY, double constant, int size) {
      this(scaled(ofX, size), scaled(ofY, size), scaled(constant, size), size * 0.5f);
    }

    private static float scaled(double factor, int size) {
      return (float) factor / (size * 0.5f);
    }

    int source(float x, float y) {
      float relative = x * ofX + y * ofY + constant;
      return (int) Math.rint((relative + 1) * half - 0.5f);
    }
  }
}
