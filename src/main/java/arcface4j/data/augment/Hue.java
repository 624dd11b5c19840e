package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Turns the circle of colours (HSV); C = 3.
 *
 * @param shift in turns, -0.5 to 0.5; 0 changes a value by the rounding alone, which cuts fractions
 *     as torchvision does
 */
public record Hue(double shift) implements Operation {

  private static final float WHITE = 255;

  private static final int SECTORS = 6;

  /**
   * Checks the shift.
   *
   * @throws IllegalArgumentException if it is more than half a turn
   */
  public Hue {
    if (!(shift >= -0.5 && shift <= 0.5)) {
      throw new IllegalArgumentException("a hue shift of " + shift + " is not from -0.5 to 0.5");
    }
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    Luma.requireColours("hue", shape);
    float turned = (float) shift;
    int pixels = shape.pixels();
    for (int at = 0; at < pixels; at++) {
      int red = from[at] & 0xff;
      int green = from[pixels + at] & 0xff;
      int blue = from[2 * pixels + at] & 0xff;
      int most = Math.max(red, Math.max(green, blue));
      int least = Math.min(red, Math.min(green, blue));
      float value = most / WHITE;
      float range = value - least / WHITE;
      float hue = most == least ? 0 : hue(red, green, blue, most, range);
      float saturation = most == least ? 0 : range / value;
      write(wrapped(hue + turned), saturation, value, into, at, pixels);
    }
  }

  /** In [0, 1): red at 0, green at 1/3, blue at 2/3. */
  private static float hue(int red, int green, int blue, int most, float range) {
    float value = most / WHITE;
    float toRed = (value - red / WHITE) / range;
    float toGreen = (value - green / WHITE) / range;
    float toBlue = (value - blue / WHITE) / range;
    float sixths;
    if (most == red) {
      sixths = toBlue - toGreen;
    } else if (most == green) {
      sixths = 2 + toRed - toBlue;
    } else {
      sixths = 4 + toGreen - toRed;
    }
    return wrapped(sixths / SECTORS + 1);
  }

  /** The part of a number in [-1, 2) that whole turns leave. */
  private static float wrapped(float turns) {
    if (turns >= 1) {
      return turns - 1;
    }
    return turns < 0 ? turns + 1 : turns;
  }

  private static void write(
      float hue, float saturation, float value, byte[] into, int at, int pixels) {
    float sixths = hue * SECTORS;
    int sector = (int) sixths;
    float part = sixths - sector;
    byte v = toByte(value);
    byte p = toByte(value * (1 - saturation));
    byte q = toByte(value * (1 - saturation * part));
    byte t = toByte(value * (1 - saturation * (1 - part)));
    switch (sector % SECTORS) {
      case 0 -> write(into, at, pixels, v, t, p);
      case 1 -> write(into, at, pixels, q, v, p);
      case 2 -> write(into, at, pixels, p, v, t);
      case 3 -> write(into, at, pixels, p, q, v);
      case 4 -> write(into, at, pixels, t, p, v);
      default -> write(into, at, pixels, v, p, q);
    }
  }

  private static void write(byte[] into, int at, int pixels, byte red, byte green, byte blue) {
    into[at] = red;
    into[pixels + at] = green;
    into[2 * pixels + at] = blue;
  }

  private static byte toByte(float value) {
    return (byte) (int) (value * WHITE);
  }
}
