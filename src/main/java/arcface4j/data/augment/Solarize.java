package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Inverts what is bright: each value of the threshold or more.
 *
 * @param threshold 0 inverts all, above 255 none
 */
public record Solarize(double threshold) implements Operation {

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    // A tensor of bytes is compared in single precision.
    float least = (float) threshold;
    new ByteTable(value -> value >= least ? 255 - value : value)
        .apply(from, 0, shape.values(), into);
  }
}
