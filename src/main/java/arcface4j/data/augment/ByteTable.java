package arcface4j.data.augment;

import java.util.function.IntUnaryOperator;

/** What each of the 256 values of a byte becomes. */
final class ByteTable {

  static final int VALUES = 256;

  private final byte[] table = new byte[VALUES];

  /** Asks for each value, 0 to 255, once. */
  ByteTable(IntUnaryOperator of) {
    for (int value = 0; value < VALUES; value++) {
      table[value] = (byte) of.applyAsInt(value);
    }
  }

  /** Writes what the values [begin, end) become to the same places. */
  void apply(byte[] from, int begin, int end, byte[] into) {
    for (int at = begin; at < end; at++) {
      into[at] = table[from[at] & 0xff];
    }
  }
}
