package arcface4j.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Draws one picture: a ground in two parts, a few lines that mean nothing, the shape, noise over
 * all of it.
 *
 * <p>Place, size, angle and colours are drawn from the stream. In each channel the shape is as
 * often darker as it is lighter than its ground, so the mean of a class shows next to nothing, and
 * few images have a neighbour of the same colours.
 */
final class ShapePainter {

  private static final int CHANNELS = 3;
  private static final double MAX_TILT_RADIANS = Math.toRadians(30);
  private static final int MAX_LINES = 2;
  private static final double NOISE = 9;
  private static final int LEVELS = 112;

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
    int light = random.below(1 << CHANNELS); // one bit a channel: whether the ground is light
    paintBackground(light);
    Color color = color(~light);
    Color second = color(light);
    if (glyph == null) {
      double radius = random.between(0.2, 0.36);
      AffineTransform place = place(radius, radius, 1 - radius, radius, 1 - radius);
      fill(outline.shape(), place, color);
      fill(filling.within(outline), place, second);
    } else {
      double radius = random.between(0.27, 0.32);
      AffineTransform place = place(radius, radius, 1 - radius, 0.96 - radius, 1 - radius);
      fill(outline.shape(), place, color);
      fill(filling.within(outline), place, second);
      fill(glyph.shape(), place(0.15, 0.17, 0.83, 0.16, 0.2), color(~light));
    }
  }

  private void paintBackground(int light) {
    float x = (float) random.between(0, size);
    float y = (float) random.between(0, size);
    graphics.setPaint(new GradientPaint(0, y, color(light), size, x, color(light)));
    graphics.fillRect(0, 0, size, size);
    paintHalf(light);
    graphics.setStroke(new BasicStroke((float) (0.035 * size)));
    for (int lines = random.below(MAX_LINES + 1); lines > 0; lines--) {
      graphics.setColor(color(random.below(1 << CHANNELS)));
      graphics.draw(new Line2D.Double(anywhere(), anywhere(), anywhere(), anywhere()));
    }
  }

  /** A second ground on one side of a random line. */
  private void paintHalf(int light) {
    AffineTransform place = new AffineTransform();
    place.translate(anywhere(), anywhere());
    place.rotate(random.between(0, 2 * Math.PI));
    fill(new Rectangle2D.Double(0, -2 * size, 2 * size, 4 * size), place, color(light));
  }

  private double anywhere() {
    return random.between(0, size);
  }

  /** A colour whose channels are in the lighter or the darker part, with a gap between the two. */
  private Color color(int light) {
    return new Color(channel(light & 1), channel(light & 2), channel(light & 4));
  }

  private int channel(int light) {
    return (light == 0 ? 0 : 256 - LEVELS) + random.below(LEVELS);
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
