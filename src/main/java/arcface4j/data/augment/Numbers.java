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
   * Refuses what is no probability.
   *
   * @param name of the option
   * @throws IllegalArgumentException in one line with the value and an example
   */
  static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s %s is not a probability from 0 to 1, as 0.25 is".formatted(name, text(value)));
    }
  }

  /**
   * Refuses what is out of a range with both ends.
   *
   * @throws IllegalArgumentException in one line with the value and the range
   */
  static void requireRange(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s %s is not from %s to %s".formatted(name, text(value), text(least), text(most)));
    }
  }
}
