package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.data.SplitMix64.Purpose;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever resumes a run needs the numbers that it began with. */
class SplitMix64Test {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  /** The first number of seed 1234567, as other implementations test it. */
  private static final long PUBLISHED = 6457827717110365317L;

  @ParameterizedTest
  @CsvSource({
    "ORDER, 7982734928498899980",
    "CROP, -4821238428601093339",
    "FLIP, -3245177477913270351",
    "SPLIT, 6438799874866767806",
    "SHAPE, 1577178354016386477",
    "CUTOUT, -3726551795606520858",
    "CLASS_SPLIT, -5402268600687797193",
    "RESIZED_CROP, -6758597035431763021",
    "AUTO_AUGMENT, -8208476736378204419",
    "COLOR_JITTER, -3721484460523733107",
    "GRAYSCALE, 886733212133237712",
    "BLUR, 2939037423608204883",
    "ERASE, 1237134141653177806",
    "MIX, 6186034580358452214"
  })
  void everyPurposeKeepsItsNumbers(Purpose purpose, long first) {
    assertEquals(first, SplitMix64.of(1, purpose).nextLong());
  }

  @Test
  void keysKeepTheirNumbersAndTheirOrder() {
    assertEquals(6344723087158988068L, SplitMix64.of(1, Purpose.CROP, 2, 3).nextLong());
    assertEquals(-6482628820298935491L, SplitMix64.of(1, Purpose.CROP, 3, 2).nextLong());
  }

  /** The JDK has the algorithm from its authors; to mix a number is to draw the first one. */
  @ParameterizedTest
  @EnumSource
  void numbersAreThoseOfThePublishedAlgorithm(Purpose purpose) {
    assertEquals(PUBLISHED, new SplittableRandom(1234567).nextLong());
    long state = mixed(mixed(9 + GAMMA) + purpose.ordinal());
    SplittableRandom twin = new SplittableRandom(mixed(state + mixed(4 + GAMMA)));
    SplitMix64 stream = SplitMix64.of(9, purpose, 4);
    for (int i = 0; i < 100; i++) {
      assertEquals(twin.nextLong(), stream.nextLong(), "number " + i);
    }
  }

  private static long mixed(long value) {
    return new SplittableRandom(value - GAMMA).nextLong();
  }
}
