package arcface4j.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyRowWriterTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "7, 5", "1009, 512", "3, 300000"})
  void whatIsWrittenRowByRowIsReadAsOneArray(int rows, int width) throws IOException {
    Path file = folder.resolve("rows.npy");
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      NpyRowWriter writer = new NpyRowWriter(channel, width);
      for (int row = 0; row < rows; row++) {
        writer.add(values, row * width);
      }
      writer.finish();
    }

    NpyArray read = NpyArray.read(file);
    assertArrayEquals(new int[] {rows, width}, read.shape());
    assertArrayEquals(values, read.floats());
  }
}
