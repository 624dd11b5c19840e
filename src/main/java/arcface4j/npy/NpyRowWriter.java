package arcface4j.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * Writes a {@code <f4} array [N, D] row by row where N is known only at the end: the head of the
 * file is written again then.
 */
public final class NpyRowWriter {

  private static final int BUFFER_BYTES = 1 << 20;

  private final FileChannel file;
  private final int width; // D
  private final int headerBytes;
  private final ByteBuffer buffer;
  private int rows;

  /** Begins an empty file. */
  public NpyRowWriter(FileChannel file, int width) throws IOException {
    this.file = file;
    this.width = width;
    this.buffer =
        ByteBuffer.allocate(Math.max(BUFFER_BYTES, width * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = header();
    this.headerBytes = header.length;
    write(ByteBuffer.wrap(header));
  }

  private byte[] header() {
    return new NpyHeader(ElementType.FLOAT, new int[] {rows, width}).toBytes();
  }

  /** Adds the row [D] that begins at {@code offset}. */
  public void add(float[] values, int offset) throws IOException {
    if (buffer.remaining() < width * Float.BYTES) {
      flush();
    }
    for (int d = 0; d < width; d++) {
      buffer.putFloat(values[offset + d]);
    }
    rows++;
  }

  /** Writes what is left, and the number of rows into the head. */
  public void finish() throws IOException {
    flush();
    byte[] header = header();
    if (header.length != headerBytes) {
      throw new IOException("a head of " + header.length + " bytes does not fit " + headerBytes);
    }
    file.position(0);
    write(ByteBuffer.wrap(header));
  }

  private void flush() throws IOException {
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    Channels.newOutputStream(file).write(bytes.array(), bytes.position(), bytes.remaining());
  }
}
