package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/** Three equal channels of the luma; C = 3. */
public record Grayscale() implements Operation {

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    Luma.requireColours("grayscale", shape);
    int pixels = shape.pixels();
    for (int at = 0; at < pixels; at++) {
      into[at] = (byte) Luma.at(from, pixels, at);
    }
    System.arraycopy(into, 0, into, pixels, pixels);
    System.arraycopy(into, 0, into, 2 * pixels, pixels);
  }
}
