package arcface4j.data;

import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import arcface4j.io.FileName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * N images of one shape with their labels: some rows of an {@link ImageSource}, which subsets
 * share. Immutable.
 */
public final class ImageSet {

  /** The label of an image whose class is not known. */
  public static final int NO_LABEL = -1;

  private static final String OF_FILES = "files:";

  /** Files whose content a fingerprint counts. */
  private static final int LOOKED_INTO = 64;

  private final ImageSource source;
  private final int[] rows; // [N] of the source
  private final int[] labels; // [N]
  private final LabelMap labelMap;

  ImageSet(ImageSource source, int[] rows, int[] labels, LabelMap labelMap) {
    this.source = source;
    this.rows = rows;
    this.labels = labels;
    this.labelMap = labelMap;
  }

  /** All images of a source. */
  static ImageSet of(ImageSource source, int[] labels, LabelMap labelMap) {
    return new ImageSet(source, IntStream.range(0, source.size()).toArray(), labels, labelMap);
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

  /**
   * Files, which are decoded when they are asked for; their classes are the names that occur,
   * sorted.
   *
   * @param preprocessing what makes planes of them
   * @param cache keeps what was decoded
   */
  public static ImageSet ofFiles(
      List<ImageFile> files, Preprocessing preprocessing, ImageCache cache) {
    LabelMap labels =
        new LabelMap(
            files.stream()
                .map(ImageFile::label)
                .filter(label -> !label.isEmpty())
                .distinct()
                .sorted()
                .toList());
    return of(
        cache.of(files, preprocessing),
        files.stream().mapToInt(file -> labels.indexOf(file.label())).toArray(),
        labels);
  }

  /** N, the number of images. */
  public int size() {
    return rows.length;
  }

  /** C. */
  public int channels() {
    return shape().channels();
  }

  /** H. */
  public int height() {
    return shape().height();
  }

  /** W. */
  public int width() {
    return shape().width();
  }

  /** C, H and W together. */
  public ImageShape shape() {
    return source.shape();
  }

  /** The label of image {@code index}, in [0, K), or {@link #NO_LABEL}. */
  public int label(int index) {
    return labels[index];
  }

  /** The name of the class of image {@code index}, or an empty text. */
  public String className(int index) {
    return labels[index] == NO_LABEL ? "" : labelMap.names().get(labels[index]);
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
    return source.name(rows[index]);
  }

  /**
   * Copies the planes [C, H, W] of one image to {@code into}, from {@code offset} on.
   *
   * @throws DataException if the image is broken
   */
  public void pixels(int index, byte[] into, int offset) throws DataException {
    source.read(rows[index], into, offset);
  }

  /** Threads that are worth reading with. */
  int workers() {
    return source.workers();
  }

  /** The images at {@code indices}, in that order. */
  public ImageSet subset(int[] indices) {
    return new ImageSet(
        source,
        Arrays.stream(indices).map(index -> rows[index]).toArray(),
        Arrays.stream(indices).map(index -> labels[index]).toArray(),
        labelMap);
  }

  /** At most so many of the images, evenly spread over the set. */
  public ImageSet spread(int count) {
    if (size() <= count) {
      return this;
    }
    return subset(IntStream.range(0, count).map(i -> (int) ((long) i * size() / count)).toArray());
  }

  /** Whether reading an image is decoding a file, so that not all can be read before the work. */
  boolean isOfFiles() {
    return size() > 0 && source.file(rows[0]).isPresent();
  }

  /**
   * The images of some classes, in their order, with labels of the given map.
   *
   * @throws IllegalArgumentException if the set does not know one of the classes
   */
  public ImageSet ofClasses(LabelMap classes) {
    for (String name : classes.names()) {
      if (labelMap.indexOf(name) < 0) {
        throw new IllegalArgumentException(
            "class '" + name + "' is not among " + labelMap.describe());
      }
    }
    int[] renamed = labelMap.names().stream().mapToInt(classes::indexOf).toArray();
    int[] kept =
        IntStream.range(0, size()).filter(i -> has(i) && renamed[labels[i]] >= 0).toArray();
    return new ImageSet(
        source,
        Arrays.stream(kept).map(i -> rows[i]).toArray(),
        Arrays.stream(kept).map(i -> renamed[labels[i]]).toArray(),
        classes);
  }

  private boolean has(int index) {
    return labels[index] != NO_LABEL;
  }

  /**
   * The same images with labels of another map, where it has all their classes. Names that a person
   * cannot tell apart, since they differ in Unicode's normal form only, are one.
   */
  public Optional<ImageSet> labelledAs(LabelMap classes) {
    Map<String, Integer> byForm = new HashMap<>();
    for (String name : classes.names()) {
      byForm.put(FileName.composed(name), classes.indexOf(name));
    }
    int[] renamed =
        labelMap.names().stream()
            .mapToInt(name -> byForm.getOrDefault(FileName.composed(name), NO_LABEL))
            .toArray();
    boolean knowsAll = Arrays.stream(labels).allMatch(label -> label >= 0 && renamed[label] >= 0);
    return knowsAll
        ? Optional.of(
            new ImageSet(
                source,
                rows,
                Arrays.stream(labels).map(label -> renamed[label]).toArray(),
                classes))
        : Optional.empty();
  }

  /** The images of classes that a map does not have, with labels of a map of their own. */
  public ImageSet unknownTo(LabelMap classes) {
    Set<String> known =
        classes.names().stream().map(FileName::composed).collect(Collectors.toSet());
    return ofClasses(
        new LabelMap(
            labelMap.names().stream()
                .filter(name -> !known.contains(FileName.composed(name)))
                .toList()));
  }

  /**
   * What tells this set from another. Of files their names, lengths and labels tell, and what is in
   * some of them, evenly spread; of other images {@link #contentHash}.
   */
  public String fingerprint() {
    if (!isOfFiles()) {
      return contentHash();
    }
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (int i = 0; i < size(); i++) {
      ImageFile file = source.file(rows[i]).orElseThrow();
      digest.update(file.shortName().getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, file.bytes()).array());
      digest.update(number(labels[i]));
    }
    for (int row : spread(LOOKED_INTO).rows) {
      digest.update(source.file(row).orElseThrow().content());
    }
    return OF_FILES + HexFormat.of().formatHex(digest.digest());
  }

  /** Whether a fingerprint is this set's; those of the first releases are over pixels. */
  public boolean hasFingerprint(String saved) {
    return saved.equals(saved.startsWith(OF_FILES) ? fingerprint() : contentHash());
  }

  /**
   * SHA-256 in hexadecimal over the planes of all images in order, then over their labels as 32-bit
   * big-endian numbers. Names do not count, nor where the pixels lie. A broken image counts as
   * black.
   */
  public String contentHash() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] image = new byte[shape().values()];
    for (int i = 0; i < size(); i++) {
      try {
        pixels(i, image, 0);
      } catch (DataException e) {
        Arrays.fill(image, (byte) 0);
      }
      digest.update(image);
    }
    for (int label : labels) {
      digest.update(number(label));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(0, value).array();
  }
}
