package arcface4j.data;

/** Pads, crops, mirrors and normalises one image in a single pass. Safe for many threads. */
final class CropTransform {

  private static final int OUTSIDE = -1;

  private final ImageShape shape;
  private final int padding;
  private final PaddingMode mode;
  private final float[][] tables; // [C, 256]

  /**
   * A transform of images of one shape.
   *
   * @throws IllegalArgumentException if the channels differ or an image is too small to be
   *     reflected so far
   */
  CropTransform(ImageShape shape, Normalization normalization, Augmentation augmentation) {
    if (normalization.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "a normalisation of %d channels does not fit images of %d"
              .formatted(normalization.channels(), shape.channels()));
    }
    augmentation.requireFits(Math.min(shape.height(), shape.width()));
    this.shape = shape;
    this.padding = augmentation.padding();
    this.mode = augmentation.mode();
    this.tables = normalization.tables();
  }

  /**
   * Writes the normalised crop.
   *
   * @param planes [C, H, W]
   * @param into receives [C, H, W] from {@code offset} on
   */
  void write(byte[] planes, Crop crop, float[] into, int offset) {
    int[] rows = sources(shape.height(), crop.top(), false);
    int[] columns = sources(shape.width(), crop.left(), crop.flip());
    int at = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      float[] table = tables[channel];
      for (int row : rows) {
        int start = (channel * shape.height() + row) * shape.width();
        for (int column : columns) {
          boolean black = row == OUTSIDE || column == OUTSIDE;
          into[at++] = table[black ? 0 : Byte.toUnsignedInt(planes[start + column])];
        }
      }
    }
  }

  /** Where each row (or column) of the result comes from in the image. */
  private int[] sources(int size, int first, boolean mirrored) {
    int[] sources = new int[size];
    for (int i = 0; i < size; i++) {
      sources[mirrored ? size - 1 - i : i] = source(first + i - padding, size);
    }
    return sources;
  }

  private int source(int position, int size) {
    if (position >= 0 && position < size) {
      return position;
    }
    if (mode == PaddingMode.BLACK) {
      return OUTSIDE;
    }
    return position < 0 ? -position : 2 * (size - 1) - position;
  }
}
