package arcface4j.npy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a {@code <f4} array [N, D] row by row, however large it is. */
public final class NpyRowReader {

  private final InputStream in;
  private final NpyHeader header;

  /**
   * Reads the head.
   *
   * @throws NpyFormatException if the array is not {@code <f4} of two dimensions
   */
  public NpyRowReader(InputStream in) throws IOException {
    this.in = in;
    this.header = NpyHeader.read(in);
    if (header.type() != ElementType.FLOAT || header.shape().length != 2) {
      throw new NpyFormatException(
          "an array of %s in %d dimensions; rows of <f4 in 2 are needed"
              .formatted(header.type().descriptor(), header.shape().length));
    }
  }

  /** N. */
  public int rows() {
    return header.shape()[0];
  }

  /** D. */
  public int width() {
    return header.shape()[1];
  }

  /**
   * The next row [D].
   *
   * @throws EOFException if there is none
   */
  public float[] next() throws IOException {
    byte[] bytes = in.readNBytes(width() * Float.BYTES);
    if (bytes.length < width() * Float.BYTES) {
      throw new EOFException("the array is cut off");
    }
    float[] row = new float[width()];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(row);
    return row;
  }
}
