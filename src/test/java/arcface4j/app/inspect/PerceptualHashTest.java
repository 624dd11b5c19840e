package arcface4j.app.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.image.ImageDecoder;
import arcface4j.testing.Photos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {

  private static GrayPicture gray(Path photo) throws IOException {
    return GrayPicture.of(ImageDecoder.decode(photo, GrayPicture.RENDERING));
  }

  /** The definition, in double: the DCT-II by its double sum, and the median of 64. */
  private static long byDefinition(GrayPicture picture) {
    double[] coefficients =
        IntStream.range(0, 64).mapToDouble(i -> dct(picture, i / 8 + 1, i % 8 + 1)).toArray();
    double[] sorted = Arrays.stream(coefficients).sorted().toArray();
    return IntStream.range(0, 64)
        .filter(i -> coefficients[i] > (sorted[31] + sorted[32]) / 2)
        .mapToLong(i -> 1L << i)
        .sum();
  }

  private static double dct(GrayPicture picture, int u, int v) {
    double sum = 0;
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        sum +=
            picture.values()[32 * y + x]
                * Math.cos(Math.PI * u * (y + 0.5) / 32)
                * Math.cos(Math.PI * v * (x + 0.5) / 32);
      }
    }
    return sum;
  }

  @Test
  void itIsWhatItsDefinitionSays() throws IOException {
    for (Path photo : Photos.all()) {
      assertEquals(
          Long.toHexString(byDefinition(gray(photo))),
          Long.toHexString(PerceptualHash.of(gray(photo))),
          photo.toString());
    }
  }

  @Test
  void halfOfTheBitsAreSet() throws IOException {
    for (Path photo : Photos.all()) {
      assertEquals(32, Long.bitCount(PerceptualHash.of(gray(photo))), photo.toString());
    }
  }

  @Test
  void twoPhotosAreFarApart() throws IOException {
    for (Path one : Photos.all()) {
      for (Path other : Photos.all()) {
        int distance =
            PerceptualHash.distance(PerceptualHash.of(gray(one)), PerceptualHash.of(gray(other)));
        assertTrue(
            one.equals(other) ? distance == 0 : distance > DuplicateFinder.FARTHEST,
            one + " and " + other + ": " + distance);
      }
    }
  }
}
