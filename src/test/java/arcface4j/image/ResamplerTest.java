package arcface4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  private static final float[] RAMP = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @Test
  void equalLengthsCopy() {
    Resampler part = new Resampler(10, 3, 4, 4);
    for (int i = 0; i < 4; i++) {
      assertEquals(RAMP[3 + i], part.apply(RAMP, 0, 1, i));
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 3", "10, 1", "10, 27", "7, 2", "1, 5", "1, 1", "2, 3"})
  void constantStaysConstant(int sourceSize, int size) {
    Resampler resampler = new Resampler(sourceSize, 0, sourceSize, size);
    float[] source = new float[sourceSize];
    Arrays.fill(source, 200);
    for (int i = 0; i < resampler.size(); i++) {
      assertEquals(200, resampler.apply(source, 0, 1, i), 1e-4);
    }
  }

  @Test
  void rampStaysARampAwayFromTheEdges() {
    Resampler half = new Resampler(10, 0, 10, 5);
    assertEquals(3 + 2.5, half.apply(RAMP, 0, 1, 1), 1e-5);
    assertEquals(3 + 4.5, half.apply(RAMP, 0, 1, 2), 1e-5);
    Resampler twice = new Resampler(10, 0, 10, 20);
    assertEquals(3 + 4.75, twice.apply(RAMP, 0, 1, 10), 1e-5);
  }

  @Test
  void everySourcePixelCounts() {
    Resampler tenth = new Resampler(100, 0, 100, 10);
    for (int bright = 0; bright < 100; bright++) {
      float[] source = new float[100];
      source[bright] = 255;
      float sum = 0;
      for (int i = 0; i < 10; i++) {
        sum += tenth.apply(source, 0, 1, i);
      }
      assertEquals(25.5, sum, bright < 15 || bright >= 85 ? 15 : 0.1, "pixel " + bright);
    }
  }

  @Test
  void strideReadsColumns() {
    float[] table = {1, 10, 2, 20, 3, 30};
    Resampler copy = new Resampler(3, 0, 3, 3);
    assertEquals(20, copy.apply(table, 1, 2, 1));
  }
}
