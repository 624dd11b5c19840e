package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/** Spreads the values of each channel so that all are about equally frequent. */
public record Equalize() implements Operation {

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    int pixels = shape.pixels();
    for (int begin = 0; begin < shape.values(); begin += pixels) {
      spread(histogram(from, begin, begin + pixels), pixels)
          .apply(from, begin, begin + pixels, into);
    }
  }

  private static int[] histogram(byte[] from, int begin, int end) {
    int[] counts = new int[ByteTable.VALUES];
    for (int at = begin; at < end; at++) {
      counts[from[at] & 0xff]++;
    }
    return counts;
  }

  /** The brightest value that occurs does not count for the width of a step, as in Pillow. */
  private static ByteTable spread(int[] counts, int pixels) {
    int brightest = counts.length - 1;
    while (counts[brightest] == 0) {
      brightest--;
    }
    int step = (pixels - counts[brightest]) / 255;
    if (step == 0) {
      return new ByteTable(value -> value);
    }
    int[] darker = new int[counts.length]; // pixels below each value
    for (int value = 1; value < counts.length; value++) {
      darker[value] = darker[value - 1] + counts[value - 1];
    }
    return new ByteTable(
        value -> value == 0 ? 0 : Math.min(255, (darker[value] + step / 2) / step));
  }
}
