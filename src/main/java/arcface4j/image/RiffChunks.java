package arcface4j.image;

import arcface4j.io.DataException;

/** The chunks of a RIFF file, as WebP is one. */
final class RiffChunks {

  private static final int HEADER = 8;

  private RiffChunks() {}

  /** Where the data of the first chunk with this name start; -1 where there is none. */
  static int find(byte[] bytes, String name) throws DataException {
    Bytes file = new Bytes(bytes);
    long at = 12;
    while (at + HEADER <= bytes.length) {
      if (file.has(name, (int) at)) {
        return (int) at + HEADER;
      }
      long size = file.u32Little((int) at + 4);
      at += HEADER + size + (size & 1);
    }
    return -1;
  }
}
