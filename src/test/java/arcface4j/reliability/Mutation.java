package arcface4j.reliability;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages the bytes of a file, as a function of a generator alone. */
final class Mutation {

  private static final int[] LARGE = {
    -1, 0, 1, 0x7FFF, 0xFFFF, 0x10000, 20_000_000, 0x7FFFFFFF, 0x80000000, 0x3FFFFFFF, 1 << 24
  };

  private static final List<String> WORDS =
      List.of(
          "\"",
          "\n",
          "\r",
          "\0",
          ",",
          "{",
          "[".repeat(3000),
          "}",
          "1e999999999",
          "-1",
          "\\u",
          "9".repeat(400),
          "\uFEFF",
          "é",
          "..",
          "/",
          "null",
          "99999",
          " ");

  private static final int HEAD_BYTES = 128;

  private final SplittableRandom random;

  Mutation(SplittableRandom random) {
    this.random = random;
  }

  /** One to four damages; the other file is what parts are taken from. */
  byte[] of(byte[] bytes, byte[] other) {
    byte[] mutant = bytes;
    for (int times = 1 << random.nextInt(3); times > 0; times--) {
      mutant = mutant.length == 0 ? other.clone() : once(mutant, other);
    }
    return mutant;
  }

  private byte[] once(byte[] bytes, byte[] other) {
    return switch (random.nextInt(11)) {
      case 0 -> flipped(bytes);
      case 1 -> set(bytes, (byte) 0);
      case 2 -> set(bytes, (byte) 0xFF);
      case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 4 -> joined(bytes, 0, place(bytes), bytes, place(bytes), bytes.length);
      case 5 -> swapped(bytes);
      case 6 -> joined(bytes, 0, place(bytes), other, place(other), other.length);
      case 7, 8 -> withLength(bytes, random.nextInt(Math.min(bytes.length, HEAD_BYTES)));
      case 9 -> withLength(bytes, random.nextInt(bytes.length));
      default -> withWord(bytes);
    };
  }

  private int place(byte[] bytes) {
    return random.nextInt(bytes.length + 1);
  }

  private byte[] flipped(byte[] bytes) {
    byte[] mutant = bytes.clone();
    mutant[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return mutant;
  }

  private byte[] set(byte[] bytes, byte value) {
    byte[] mutant = bytes.clone();
    int from = random.nextInt(bytes.length);
    Arrays.fill(mutant, from, Math.min(bytes.length, from + 1 + random.nextInt(4)), value);
    return mutant;
  }

  /** With the beginning of one and the end of another, a block is doubled, removed or strange. */
  private static byte[] joined(byte[] first, int a, int b, byte[] second, int c, int d) {
    byte[] mutant = Arrays.copyOf(Arrays.copyOfRange(first, a, b), b - a + d - c);
    System.arraycopy(second, c, mutant, b - a, d - c);
    return mutant;
  }

  private byte[] swapped(byte[] bytes) {
    int length = 1 + random.nextInt(Math.max(1, bytes.length / 4));
    int one = random.nextInt(bytes.length - Math.min(length, bytes.length) + 1);
    int two = random.nextInt(bytes.length - Math.min(length, bytes.length) + 1);
    byte[] mutant = bytes.clone();
    System.arraycopy(bytes, one, mutant, two, Math.min(length, bytes.length));
    System.arraycopy(bytes, two, mutant, one, Math.min(length, bytes.length));
    return mutant;
  }

  /** A number where a length, a size or a count may stand. */
  private byte[] withLength(byte[] bytes, int at) {
    byte[] mutant = Arrays.copyOf(bytes, Math.max(bytes.length, at + Integer.BYTES));
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer buffer = ByteBuffer.wrap(mutant).order(order);
    int value = LARGE[random.nextInt(LARGE.length)];
    if (random.nextBoolean()) {
      buffer.putInt(at, value);
    } else {
      buffer.putShort(at, (short) value);
    }
    return Arrays.copyOf(mutant, bytes.length);
  }

  private byte[] withWord(byte[] bytes) {
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    int at = place(bytes);
    byte[] begun = joined(bytes, 0, at, word, 0, word.length);
    int from = random.nextBoolean() ? at : Math.min(bytes.length, at + word.length);
    return joined(begun, 0, begun.length, bytes, from, bytes.length);
  }
}
