package arcface4j.data;

import arcface4j.io.DataException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.stream.IntStream;

/** Image sets of seeded noise. */
final class SampleImages {

  /** Nothing may be broken. */
  static final BrokenImages NONE_BROKEN = BrokenImages.refused("");

  private SampleImages() {}

  static ImageSet noise(int images, int channels, int height, int width, int classes, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[images * channels * height * width];
    random.nextBytes(pixels);
    int[] labels = random.ints(images, 0, classes).toArray();
    return ImageSet.of(pixels, labels, letters(classes), channels, height, width);
  }

  static LabelMap letters(int classes) {
    return new LabelMap(
        IntStream.range(0, classes).mapToObj(i -> Character.toString('a' + i)).toList());
  }

  static byte[] planes(ImageSet images, int index) {
    byte[] planes = new byte[images.shape().values()];
    try {
      images.pixels(index, planes, 0);
    } catch (DataException e) {
      throw new UncheckedIOException(e);
    }
    return planes;
  }

  static Normalization normalization(ImageSet images) {
    try {
      return Normalization.of(images, NONE_BROKEN);
    } catch (DataException e) {
      throw new UncheckedIOException(e);
    }
  }
}
