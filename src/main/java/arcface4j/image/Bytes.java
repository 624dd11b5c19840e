package arcface4j.image;

import arcface4j.io.DataException;
import java.nio.charset.StandardCharsets;

/** Numbers at a place of a file. Reading after its end says that it is cut off. */
record Bytes(byte[] array) {

  int length() {
    return array.length;
  }

  int u8(int at) throws DataException {
    if (at < 0 || at >= array.length) {
      throw new DataException("the file is cut off");
    }
    return array[at] & 255;
  }

  int u16(int at) throws DataException {
    return u8(at) << 8 | u8(at + 1);
  }

  int u16Little(int at) throws DataException {
    return u8(at) | u8(at + 1) << 8;
  }

  long u32(int at) throws DataException {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  long u32Little(int at) throws DataException {
    return u16Little(at) | (long) u16Little(at + 2) << 16;
  }

  /** Whether this text stands there, in ISO 8859-1. */
  boolean has(String text, int at) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    if (at < 0 || at + wanted.length > array.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (array[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
