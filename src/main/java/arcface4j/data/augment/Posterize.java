package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Keeps the highest bits of each value and clears the rest.
 *
 * @param bits that stay, 0 to 8
 */
public record Posterize(int bits) implements Operation {

  /**
   * Checks the number of bits.
   *
   * @throws IllegalArgumentException if a byte has not so many
   */
  public Posterize {
    if (bits < 0 || bits > Byte.SIZE) {
      throw new IllegalArgumentException("posterize to " + bits + " bits is not from 0 to 8");
    }
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    int mask = -1 << (Byte.SIZE - bits);
    new ByteTable(value -> value & mask).apply(from, 0, shape.values(), into);
  }
}
