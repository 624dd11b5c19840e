package arcface4j.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyArrayTest {

  private static byte[] written(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.write(out);
    return out.toByteArray();
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    float[] values = {1.5f, -0f, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY, 7};
    byte[] bytes = written(NpyArray.of(values, 2, 3));
    NpyArray back = NpyArray.read(new ByteArrayInputStream(bytes));
    assertArrayEquals(values, back.floats());
    assertArrayEquals(new int[] {2, 3}, back.shape());
    assertEquals(0, (bytes.length - 24) % 64, "the elements start at a multiple of 64");
  }

  @Test
  void scalarsAndVectorsKeepTheirRank() throws IOException {
    byte[] scalar = written(NpyArray.of(new double[] {2.5}));
    assertEquals(0, NpyArray.read(new ByteArrayInputStream(scalar)).shape().length);
    byte[] vector = written(NpyArray.of(new long[] {4}, 1));
    assertArrayEquals(new int[] {1}, NpyArray.read(new ByteArrayInputStream(vector)).shape());
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] bytes = written(NpyArray.of(new double[] {1, 2, 3}, 3));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IOException.class, () -> NpyArray.read(new ByteArrayInputStream(cut)));
    }
  }

  @Test
  void aShapeBeyondMemoryIsRefusedBeforeItIsAllocated() {
    byte[] header = new NpyHeader(ElementType.DOUBLE, new int[] {1 << 30, 1 << 30}).toBytes();
    assertThrows(NpyFormatException.class, () -> NpyArray.read(new ByteArrayInputStream(header)));
  }

  @Test
  void aShapeThatTheValuesDoNotFillIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> NpyArray.of(new float[5], 2, 3));
  }
}
