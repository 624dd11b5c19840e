package arcface4j.data;

import arcface4j.io.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The embedded data set: ten shapes in any place, size, tilt and colour on a noisy ground, drawn
 * from a seed. Pixels alone do not tell the classes apart; a small convolutional network does.
 *
 * <p>Up to 10 classes are shapes. Up to 100 are shapes with one of ten fillings. Up to 1,000 have a
 * second, small shape above. Beyond 10 classes no network reaches 1: shapes are tilted by up to 30
 * degrees, so that a circle or ring with diagonals may look as one with rows or columns does.
 * Java2D draws, so a picture is the same on every run of one JDK; another JDK may smooth an edge
 * differently.
 */
public final class Shapes {

  /** The most classes there are: shape x filling x second shape. */
  public static final int MAX_CLASSES = 1_000;

  private static final int KINDS = 10;

  private Shapes() {}

  /**
   * Draws {@code perClass} images [3, S, S] of each class, the classes in turn.
   *
   * @param classes K, from 1 to 1,000
   * @param size S, at least 16
   * @throws DataException if the heap is too small for them
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static ImageSet generate(int classes, int perClass, int size, long seed)
      throws DataException {
    if (classes < 1 || classes > MAX_CLASSES) {
      throw new IllegalArgumentException(
          classes + " classes of shapes are not in [1, " + MAX_CLASSES + "]");
    }
    if (perClass < 1 || size < 16) {
      throw new IllegalArgumentException(
          "%d images a class of %d pixels; at least 1 of at least 16 are needed"
              .formatted(perClass, size));
    }
    ImageShape shape = new ImageShape(3, size, size);
    long images = (long) classes * perClass;
    MemoryBudget.require("shapes", images, shape.values());
    LabelMap labelMap = labelMap(classes);
    ImageSetBuilder builder = new ImageSetBuilder(labelMap, shape, (int) images);
    for (int i = 0; i < images; i++) {
      int label = i % classes;
      String name = labelMap.names().get(label) + "#" + i / classes;
      builder.add(paint(classes, label, i / classes, size, seed), 0, label, name);
    }
    return builder.build();
  }

  /**
   * Training and test images from two streams of one seed.
   *
   * @throws DataException if the heap is too small for them
   */
  public static DataSplit split(
      int classes, int trainPerClass, int testPerClass, int size, long seed) throws DataException {
    long images = classes * ((long) trainPerClass + testPerClass);
    MemoryBudget.require("shapes", images, new ImageShape(3, size, size).values());
    SplitMix64 seeds = SplitMix64.of(seed, SplitMix64.Purpose.SHAPE);
    ImageSet train = generate(classes, trainPerClass, size, seeds.nextLong());
    return DataSplit.of(train, generate(classes, testPerClass, size, seeds.nextLong()));
  }

  private static byte[] paint(int classes, int label, int number, int size, long seed) {
    return ShapePainter.paint(
        outline(label),
        filling(label),
        classes > KINDS * KINDS ? glyph(label) : null,
        size,
        SplitMix64.of(seed, SplitMix64.Purpose.SHAPE, label, number));
  }

  private static Outline outline(int label) {
    return Outline.values()[label % KINDS];
  }

  private static Filling filling(int label) {
    return Filling.values()[label / KINDS % KINDS];
  }

  private static Outline glyph(int label) {
    return Outline.values()[label / (KINDS * KINDS)];
  }

  private static LabelMap labelMap(int classes) {
    List<String> names = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      String name = word(outline(label));
      name += classes > KINDS ? "-" + word(filling(label)) : "";
      name += classes > KINDS * KINDS ? "-" + word(glyph(label)) : "";
      names.add(name);
    }
    return new LabelMap(names);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
