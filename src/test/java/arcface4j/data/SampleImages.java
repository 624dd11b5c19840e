package arcface4j.data;

import java.util.Random;
import java.util.stream.IntStream;

/** Image sets of seeded noise. */
final class SampleImages {

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
    images.pixels(index, planes, 0);
    return planes;
  }
}
