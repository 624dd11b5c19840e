package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.testing.GoldenCase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NormalizationTest {

  static List<GoldenCase> cases() {
    return GoldenCase.under("transforms/normalize");
  }

  @Tag("golden")
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void bytesBecomeWhatPyTorchMakesOfThem(GoldenCase golden) {
    Normalization normalization = TransformCases.normalization(golden);
    double[] actual = new double[golden.array("normalized").length()];
    ImageSet images = TransformCases.images(golden);
    int values = images.shape().values();
    float[] image = new float[values + 1];
    for (int i = 0; i < images.size(); i++) {
      normalization.apply(SampleImages.planes(images, i), image, 1);
      for (int at = 0; at < values; at++) {
        actual[i * values + at] = image[at + 1];
      }
    }
    golden.assertMatches("normalized", actual);
  }

  @Tag("golden")
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void meanZeroAndStdOneGiveToTensor(GoldenCase golden) {
    Normalization unit = new Normalization(new float[3], new float[] {1, 1, 1});
    ImageSet images = TransformCases.images(golden);
    int values = images.shape().values();
    float[] all = new float[images.size() * values];
    for (int i = 0; i < images.size(); i++) {
      unit.apply(SampleImages.planes(images, i), all, i * values);
    }
    golden.assertMatches(
        "to_tensor", IntStream.range(0, all.length).mapToDouble(i -> all[i]).toArray());
  }

  @Test
  void meanAndStdAreThoseOfAllPixels() {
    ImageSet images = SampleImages.noise(5, 3, 3, 7, 2, 4);
    Normalization normalization = SampleImages.normalization(images);
    for (int channel = 0; channel < 3; channel++) {
      double[] values = channelValues(images, channel);
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance =
          Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      assertEquals(mean, normalization.mean()[channel], 1e-7);
      assertEquals(Math.sqrt(variance), normalization.std()[channel], 1e-7);
    }
  }

  private static double[] channelValues(ImageSet images, int channel) {
    int pixels = images.shape().pixels();
    double[] values = new double[images.size() * pixels];
    for (int i = 0; i < images.size(); i++) {
      byte[] planes = SampleImages.planes(images, i);
      for (int at = 0; at < pixels; at++) {
        values[i * pixels + at] = Byte.toUnsignedInt(planes[channel * pixels + at]) / 255.0;
      }
    }
    return values;
  }

  @Test
  void channelOfOneValueIsCentredOnly() {
    byte[] pixels = {51, 51, 0, (byte) 255};
    ImageSet images = ImageSet.of(pixels, new int[] {0}, SampleImages.letters(1), 2, 1, 2);
    Normalization normalization = SampleImages.normalization(images);
    assertArrayEquals(new float[] {0.2f, 0.5f}, normalization.mean());
    assertArrayEquals(new float[] {1, 0.5f}, normalization.std());
    assertEquals(0, normalization.apply(0, 51), 1e-7);
    assertEquals(1, normalization.apply(1, 255));
  }

  @Test
  void valuesThatDivideByZeroOrNothingAreRefused() {
    float[] one = {1};
    assertThrows(IllegalArgumentException.class, () -> new Normalization(one, new float[] {0}));
    assertThrows(
        IllegalArgumentException.class, () -> new Normalization(one, new float[] {Float.NaN}));
    assertThrows(IllegalArgumentException.class, () -> new Normalization(one, new float[2]));
    assertThrows(
        IllegalArgumentException.class, () -> new Normalization(new float[0], new float[0]));
    ImageSet empty = SampleImages.noise(1, 3, 1, 1, 1, 1).subset(new int[0]);
    assertThrows(IllegalArgumentException.class, () -> SampleImages.normalization(empty));
  }

  @Test
  void equalValuesAreEqualAndCannotBeChanged() {
    Normalization original = Normalization.ORIGINAL_CIFAR10;
    Normalization same = new Normalization(original.mean(), original.std());
    same.mean()[0] = 9;
    assertEquals(original, same);
    assertEquals(original.hashCode(), same.hashCode());
    assertNotEquals(original, new Normalization(original.std(), original.std()));
  }
}
