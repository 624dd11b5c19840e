package arcface4j.npy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An array of any rank in C order, kept as its little-endian bytes.
 *
 * <p>The accessors convert: {@link #floats} of a {@code <f8} array rounds, {@link #doubles} of a
 * {@code |u1} array gives 0 to 255.
 */
public final class NpyArray {

  private final NpyHeader header;
  private final ByteBuffer elements;

  private NpyArray(NpyHeader header, ByteBuffer elements) {
    this.header = header;
    this.elements = elements.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An array of {@code <f4} with the given shape; the values are copied. */
  public static NpyArray of(float[] values, int... shape) {
    NpyArray array = allocate(ElementType.FLOAT, values.length, shape);
    array.elements.asFloatBuffer().put(values);
    return array;
  }

  /** An array of {@code <f8} with the given shape; the values are copied. */
  public static NpyArray of(double[] values, int... shape) {
    NpyArray array = allocate(ElementType.DOUBLE, values.length, shape);
    array.elements.asDoubleBuffer().put(values);
    return array;
  }

  /** An array of {@code <i8} with the given shape; the values are copied. */
  public static NpyArray of(long[] values, int... shape) {
    NpyArray array = allocate(ElementType.LONG, values.length, shape);
    array.elements.asLongBuffer().put(values);
    return array;
  }

  private static NpyArray allocate(ElementType type, int length, int[] shape) {
    NpyHeader header = new NpyHeader(type, shape.clone());
    if (header.length() != length) {
      throw new IllegalArgumentException(
          length + " values do not fill a shape of " + header.length() + " elements");
    }
    return new NpyArray(header, ByteBuffer.allocate(Math.multiplyExact(length, type.bytes())));
  }

  /**
   * Reads one file.
   *
   * @throws NpyFormatException if it holds no whole array of a known type; the message names it
   */
  public static NpyArray read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(in);
    } catch (NpyFormatException | EOFException e) {
      throw new NpyFormatException(file + ": " + e.getMessage());
    }
  }

  /**
   * Reads one array and leaves the stream behind its last element.
   *
   * @throws NpyFormatException if the bytes are no array of a known type
   * @throws EOFException if the stream ends early
   */
  public static NpyArray read(InputStream in) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    long bytes = header.length() * header.type().bytes();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new NpyFormatException("an array of " + bytes + " bytes is too large");
    }
    byte[] elements = in.readNBytes((int) bytes);
    if (elements.length < bytes) {
      throw new EOFException("the array has " + elements.length + " of " + bytes + " bytes");
    }
    return new NpyArray(header, ByteBuffer.wrap(elements));
  }

  /** Writes header and elements. */
  public void write(OutputStream out) throws IOException {
    out.write(header.toBytes());
    out.write(elements.array());
  }

  /** Bytes that {@link #write} produces. */
  public long writtenBytes() {
    return header.toBytes().length + (long) elements.capacity();
  }

  public ElementType type() {
    return header.type();
  }

  /** Sizes of the dimensions; empty for a scalar. */
  public int[] shape() {
    return header.shape().clone();
  }

  /** Number of elements. */
  public int length() {
    return elements.capacity() / type().bytes();
  }

  /** The element at a flat index in C order. */
  public double get(int index) {
    return switch (type()) {
      case FLOAT -> elements.getFloat(index * Float.BYTES);
      case DOUBLE -> elements.getDouble(index * Double.BYTES);
      case LONG -> elements.getLong(index * Long.BYTES);
      case UNSIGNED_BYTE -> Byte.toUnsignedInt(elements.get(index));
    };
  }

  /** All elements in C order, exact for {@code <f4}. */
  public float[] floats() {
    float[] values = new float[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) get(i);
    }
    return values;
  }

  /** All elements in C order. */
  public double[] doubles() {
    double[] values = new double[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  /** All elements in C order as whole numbers. */
  public int[] ints() {
    int[] values = new int[length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) get(i);
    }
    return values;
  }

  /** The elements' bytes of a {@code |u1} array, copied. */
  public byte[] bytes() {
    return elements.array().clone();
  }
}
