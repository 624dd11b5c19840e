package arcface4j.data.augment;

import java.math.BigDecimal;

/** Numbers as they are written on a command line. */
final class Numbers {

  private Numbers() {}

  /**
   * Reads a fixed count of finite numbers.
   *
   * @param separator between two of them
   * @param wanted what they are, with an example
   * @throws IllegalArgumentException in one line with the text and what is wanted
   */
  static double[] parse(String text, String separator, int count, String wanted) {
    String[] words = text.split(separator, -1);
    double[] numbers = new double[count];
    try {
      for (int i = 0; i < words.length && i < count; i++) {
        numbers[i] = new BigDecimal(words[i].strip()).doubleValue();
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not " + wanted, e);
    }
    if (words.length != count) {
      throw new IllegalArgumentException("'" + text + "' is not " + wanted);
    }
    return numbers;
  }

  /** Without a fraction where there is none. */
  static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /**
   * Reads one finite number.
   *
   * @param wanted what it is, with an example
   * @throws IllegalArgumentException in one line with the text and what is wanted
   */
  static double parse(String text, String wanted) {
    return parse(text, ",", 1, wanted)[0];
  }

  /**
   * Refuses what is out of a range with both ends.
   *
   * @param name of the number
   * @param example one that is right
   * @throws IllegalArgumentException in one line with the value and what would be right
   */
  static void requireRange(String name, double value, double least, double most, double example) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s %s is not from %s to %s, as %s is"
              .formatted(name, text(value), text(least), text(most), text(example)));
    }
  }
}
