package arcface4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the images of an {@link ImageSet} one by one, block by block. */
final class ImageSetBuilder {

  private static final int BLOCK_BYTES = 1 << 24;

  private final LabelMap labelMap;
  private final ImageShape shape;
  private final int imagesPerBlock;
  private final List<byte[]> blocks = new ArrayList<>();
  private final int[] labels;
  private final String[] names;
  private int size;

  ImageSetBuilder(LabelMap labelMap, ImageShape shape, int capacity) {
    this(labelMap, shape, capacity, Math.max(1, BLOCK_BYTES / shape.values()));
  }

  ImageSetBuilder(LabelMap labelMap, ImageShape shape, int capacity, int imagesPerBlock) {
    this.labelMap = labelMap;
    this.shape = shape;
    this.imagesPerBlock = imagesPerBlock;
    this.labels = new int[capacity];
    this.names = new String[capacity];
  }

  /** Copies the planes [C, H, W] that begin at {@code offset}. */
  void add(byte[] planes, int offset, int label, String name) {
    if (label < 0 || label >= labelMap.size()) {
      throw new IllegalArgumentException(
          "label %d of %s is not in [0, %d)".formatted(label, name, labelMap.size()));
    }
    int inBlock = size % imagesPerBlock;
    if (inBlock == 0) {
      int images = Math.min(imagesPerBlock, labels.length - size);
      blocks.add(new byte[images * shape.values()]);
    }
    byte[] block = blocks.get(blocks.size() - 1);
    System.arraycopy(planes, offset, block, inBlock * shape.values(), shape.values());
    labels[size] = label;
    names[size] = name;
    size++;
  }

  /** The set of what was added; the builder is not used after this. */
  ImageSet build() {
    ImageSource source =
        new PixelBlocks(
            blocks.toArray(byte[][]::new), imagesPerBlock, Arrays.copyOf(names, size), shape);
    return ImageSet.of(source, Arrays.copyOf(labels, size), labelMap);
  }
}
