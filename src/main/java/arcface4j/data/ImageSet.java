package arcface4j.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * N labelled images of one size, kept in memory as bytes.
 *
 * <p>Immutable. The pixels lie in several blocks, so that a set may be larger than one Java array;
 * subsets share them.
 */
public final class ImageSet {

  private final byte[][] blocks; // [block][imagesPerBlock * C * H * W]
  private final int imagesPerBlock;
  private final int[] rows; // [N] place in the blocks
  private final int[] labels; // [N]
  private final String[] names; // [N]
  private final LabelMap labelMap;
  private final ImageShape shape;

  ImageSet(
      byte[][] blocks,
      int imagesPerBlock,
      int[] rows,
      int[] labels,
      String[] names,
      LabelMap labelMap,
      ImageShape shape) {
    this.blocks = blocks;
    this.imagesPerBlock = imagesPerBlock;
    this.rows = rows;
    this.labels = labels;
    this.names = names;
    this.labelMap = labelMap;
    this.shape = shape;
  }

  /**
   * A set from pixels that are at hand; image i is named {@code #i}.
   *
   * @param pixels [N, C, H, W], copied
   * @param labels [N]
   * @throws IllegalArgumentException if the lengths do not fit or a label is not in the map
   */
  public static ImageSet of(
      byte[] pixels, int[] labels, LabelMap labelMap, int channels, int height, int width) {
    ImageShape shape = new ImageShape(channels, height, width);
    if (pixels.length != (long) labels.length * shape.values()) {
      throw new IllegalArgumentException(
          pixels.length + " bytes are not " + labels.length + " images of " + shape.values());
    }
    ImageSetBuilder builder = new ImageSetBuilder(labelMap, shape, labels.length);
    for (int i = 0; i < labels.length; i++) {
      builder.add(pixels, i * shape.values(), labels[i], "#" + i);
    }
    return builder.build();
  }

  /** N, the number of images. */
  public int size() {
    return rows.length;
  }

  /** C. */
  public int channels() {
    return shape.channels();
  }

  /** H. */
  public int height() {
    return shape.height();
  }

  /** W. */
  public int width() {
    return shape.width();
  }

  /** C, H and W together. */
  public ImageShape shape() {
    return shape;
  }

  /** The label of image {@code index}, in [0, K). */
  public int label(int index) {
    return labels[index];
  }

  /** All labels [N], copied. */
  public int[] labels() {
    return labels.clone();
  }

  /** The names of the labels. */
  public LabelMap labelMap() {
    return labelMap;
  }

  /** Where image {@code index} comes from: a file, or a record such as data_batch_1.bin#17. */
  public String name(int index) {
    return names[index];
  }

  /** Copies the planes [C, H, W] of one image to {@code into}, from {@code offset} on. */
  public void pixels(int index, byte[] into, int offset) {
    int row = rows[index];
    int from = row % imagesPerBlock * shape.values();
    System.arraycopy(blocks[row / imagesPerBlock], from, into, offset, shape.values());
  }

  /** The images at {@code indices}, in that order; the pixels are shared. */
  public ImageSet subset(int[] indices) {
    int[] chosenRows = new int[indices.length];
    int[] chosenLabels = new int[indices.length];
    String[] chosenNames = new String[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosenRows[i] = rows[indices[i]];
      chosenLabels[i] = labels[indices[i]];
      chosenNames[i] = names[indices[i]];
    }
    return new ImageSet(
        blocks, imagesPerBlock, chosenRows, chosenLabels, chosenNames, labelMap, shape);
  }

  /**
   * The images of some classes, in their order, with labels of the given map; the pixels are
   * shared.
   *
   * @throws IllegalArgumentException if the set does not know one of the classes
   */
  public ImageSet ofClasses(LabelMap classes) {
    for (String name : classes.names()) {
      if (labelMap.indexOf(name) < 0) {
        throw new IllegalArgumentException(
            "class '" + name + "' is not among the classes " + labelMap.names());
      }
    }
    int[] renamed = labelMap.names().stream().mapToInt(classes::indexOf).toArray();
    ImageSet kept =
        subset(IntStream.range(0, size()).filter(i -> renamed[labels[i]] >= 0).toArray());
    int[] keptLabels = Arrays.stream(kept.labels).map(label -> renamed[label]).toArray();
    return new ImageSet(blocks, imagesPerBlock, kept.rows, keptLabels, kept.names, classes, shape);
  }

  /**
   * SHA-256 in hexadecimal over the planes of all images in order, then over their labels as 32-bit
   * big-endian numbers. Names do not count, nor how the pixels are split into blocks.
   */
  public String contentHash() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] image = new byte[shape.values()];
    for (int i = 0; i < size(); i++) {
      pixels(i, image, 0);
      digest.update(image);
    }
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
    for (int label : labels) {
      digest.update(number.putInt(0, label).array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
