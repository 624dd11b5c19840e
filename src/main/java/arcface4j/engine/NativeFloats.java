package arcface4j.engine;

import java.nio.FloatBuffer;

/** Float32 numbers in native memory, zero at first. */
public final class NativeFloats implements AutoCloseable {

  private final Arena arena;
  private final int length;

  public NativeFloats(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length " + length + " is not positive");
    }
    this.length = length;
    arena = new Arena((long) length * Float.BYTES, () -> length + " float32 numbers");
    arena.clear();
  }

  /** The numbers of an array, copied. */
  public static NativeFloats of(float... values) {
    NativeFloats copy = new NativeFloats(values.length);
    copy.put(values);
    return copy;
  }

  public int length() {
    return length;
  }

  /** Where the first number lies; aligned to 64 bytes. */
  public long address() {
    return arena.address();
  }

  /** Overwrites all numbers. */
  public void put(float... values) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          values.length + " numbers do not fill a memory of " + length);
    }
    view().put(values);
  }

  /** All numbers, copied. */
  public float[] get() {
    float[] values = new float[length];
    view().get(values);
    return values;
  }

  private FloatBuffer view() {
    return NativeAddress.floats(address(), length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
