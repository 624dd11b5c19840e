package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/** Stretches each channel so that its darkest value becomes 0 and its brightest 255. */
public record AutoContrast() implements Operation {

  private static final float WHITE = 255;

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    int pixels = shape.pixels();
    for (int begin = 0; begin < shape.values(); begin += pixels) {
      stretched(from, begin, begin + pixels).apply(from, begin, begin + pixels, into);
    }
  }

  private static ByteTable stretched(byte[] from, int begin, int end) {
    int least = 255;
    int most = 0;
    for (int at = begin; at < end; at++) {
      least = Math.min(least, from[at] & 0xff);
      most = Math.max(most, from[at] & 0xff);
    }
    if (least == most) {
      return new ByteTable(value -> value);
    }
    int darkest = least;
    float scale = WHITE / (most - least);
    return new ByteTable(value -> (int) Math.max(0, Math.min(WHITE, (value - darkest) * scale)));
  }
}
