package arcface4j.npy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The head of an {@code .npy} file: what the elements are and how they are arranged.
 *
 * @param type element type
 * @param shape sizes of the dimensions, C order; empty for a scalar
 */
public record NpyHeader(ElementType type, int[] shape) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int SHOWN = 80;
  private static final int ALIGNMENT = 64;
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([^']+)',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\(([0-9, ]*)\\),?\\s*\\}\\s*");

  /** Number of elements. */
  public long length() {
    long length = 1;
    for (int size : shape) {
      length = Math.multiplyExact(length, size);
    }
    return length;
  }

  /** Reads a header and leaves the stream at the first element. */
  public static NpyHeader read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] start = data.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(MAGIC, 0, 8, start, 0, 8)) {
      throw new NpyFormatException("not an .npy array of version 1.0");
    }
    int length = Byte.toUnsignedInt(start[8]) | Byte.toUnsignedInt(start[9]) << 8;
    byte[] text = data.readNBytes(length);
    if (text.length < length) {
      throw new EOFException("the .npy header is cut off");
    }
    return parse(new String(text, StandardCharsets.US_ASCII));
  }

  private static NpyHeader parse(String text) throws NpyFormatException {
    Matcher matcher = DICTIONARY.matcher(text);
    if (!matcher.matches()) {
      throw new NpyFormatException("the .npy header cannot be read: " + shown(text));
    }
    if (matcher.group(2).equals("True")) {
      throw new NpyFormatException("the .npy array is in Fortran order; C order is needed");
    }
    try {
      int[] shape =
          Arrays.stream(matcher.group(3).split(","))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      NpyHeader header = new NpyHeader(ElementType.of(matcher.group(1)), shape);
      Math.multiplyExact(header.length(), header.type().bytes());
      return header;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new NpyFormatException("the shape (" + matcher.group(3) + ") is too large");
    }
  }

  /** The beginning of a damaged text in one line. */
  private static String shown(String text) {
    String line = text.strip().replaceAll("[^ -~]", "?");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }

  /** The header's bytes, padded so that the elements start at a multiple of 64. */
  public byte[] toBytes() {
    String sizes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(type.descriptor(), shape.length == 1 ? sizes + "," : sizes);
    int used = MAGIC.length + 2 + dictionary.length() + 1;
    int padding = (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    String text = dictionary + " ".repeat(padding) + "\n";
    return ByteBuffer.allocate(used + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
