package arcface4j.engine;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;

/** A raw address as JavaCPP's pointer, without an owner: nothing is freed through it. */
final class NativeAddress extends Pointer {

  NativeAddress(long address) {
    this.address = address;
  }

  /** A view of {@code length} float32 numbers from an address. */
  static FloatBuffer floats(long address, long length) {
    NativeAddress pointer = new NativeAddress(address);
    pointer.capacity(Math.multiplyExact(length, Float.BYTES));
    return pointer.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
