package arcface4j.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;

/**
 * Draws one picture: a gradient, a few lines that mean nothing, the shape, noise over all of it.
 *
 * <p>Place, size, angle and colours are drawn from the stream. The shape is as often darker as it
 * is lighter than what it lies on, so the mean of a class shows next to nothing.
 */
final class ShapePainter {

  private static final int CHANNELS = 3;
  private static final double MAX_TILT_RADIANS = Math.toRadians(25);
  private static final int MAX_LINES = 4;
  private static final double NOISE = 14;

  private final int size;
  private final SplitMix64 random;
  private final BufferedImage image;
  private final Graphics2D graphics;

  private ShapePainter(int size, SplitMix64 random) {
    this.size = size;
    this.random = random;
    this.image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    this.graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /**
   * Draws a picture.
   *
   * @param glyph a second, small shape above the first, or null for none
   * @param size S
   * @return [3, S, S]
   */
  static byte[] paint(
      Outline outline, Filling filling, Outline glyph, int size, SplitMix64 random) {
    ShapePainter painter = new ShapePainter(size, random);
    try {
      painter.paint(outline, filling, glyph);
      return painter.noisyPlanes();
    } finally {
      painter.graphics.dispose();
    }
  }

  private void paint(Outline outline, Filling filling, Outline glyph) {
    boolean darkShape = random.nextBoolean();
    paintBackground(darkShape);
    Color color = color(!darkShape);
    Color second = color(darkShape);
    if (glyph == null) {
      double radius = random.between(0.27, 0.42);
      AffineTransform place = place(radius, radius, 1 - radius, radius, 1 - radius);
      fill(outline.shape(), place, color);
      fill(filling.within(outline), place, second);
    } else {
      double radius = random.between(0.27, 0.32);
      AffineTransform place = place(radius, radius, 1 - radius, 0.96 - radius, 1 - radius);
      fill(outline.shape(), place, color);
      fill(filling.within(outline), place, second);
      fill(glyph.shape(), place(0.15, 0.17, 0.83, 0.16, 0.2), color(!darkShape));
    }
  }

  private void paintBackground(boolean light) {
    float x = (float) random.between(0, size);
    float y = (float) random.between(0, size);
    graphics.setPaint(new GradientPaint(0, y, color(light), size, x, color(light)));
    graphics.fillRect(0, 0, size, size);
    graphics.setStroke(new BasicStroke((float) (0.035 * size)));
    for (int lines = random.below(MAX_LINES + 1); lines > 0; lines--) {
      graphics.setColor(color(random.nextBoolean()));
      graphics.draw(new Line2D.Double(anywhere(), anywhere(), anywhere(), anywhere()));
    }
  }

  private double anywhere() {
    return random.between(0, size);
  }

  /** A colour of the lighter or the darker half, with a gap between the two. */
  private Color color(boolean light) {
    int floor = light ? 140 : 0;
    return new Color(
        floor + random.below(116), floor + random.below(116), floor + random.below(116));
  }

  /** Somewhere in the given part of the picture (in units of its size), tilted. */
  private AffineTransform place(
      double radius, double left, double right, double top, double bottom) {
    AffineTransform place = new AffineTransform();
    place.translate(size * random.between(left, right), size * random.between(top, bottom));
    place.rotate(random.between(-MAX_TILT_RADIANS, MAX_TILT_RADIANS));
    place.scale(size * radius, size * radius);
    return place;
  }

  private void fill(Shape shape, AffineTransform place, Color color) {
    graphics.setColor(color);
    graphics.fill(place.createTransformedShape(shape));
  }

  private byte[] noisyPlanes() {
    int pixels = size * size;
    int[] rgb = image.getRGB(0, 0, size, size, null, 0, size);
    byte[] planes = new byte[CHANNELS * pixels];
    for (int at = 0; at < planes.length; at++) {
      int shift = 16 - 8 * (at / pixels);
      double value = (rgb[at % pixels] >> shift & 255) + noise();
      planes[at] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return planes;
  }

  /** The sum of two uniform numbers: near enough to a bell, and the same on every machine. */
  private double noise() {
    return random.between(-NOISE, NOISE) + random.between(-NOISE, NOISE);
  }
}
