package arcface4j.data.augment;

import arcface4j.data.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Random brightness, contrast, saturation and hue, in a random order. Written as {@code
 * 0.4,0.4,0.4,0.1}.
 *
 * @param brightness the factor is uniform from 1 - this (at least 0) to 1 + this; 0 for none
 * @param contrast as well
 * @param saturation as well
 * @param hue the shift is uniform from -this to this, in turns up to 0.5; 0 for none
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) {

  /** Leaves colours as they are. */
  public static final ColorJitter NONE = new ColorJitter(0, 0, 0, 0);

  private static final double MOST = 10;
  private static final double HALF_TURN = 0.5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public ColorJitter {
    Numbers.requireRange("brightness", brightness, 0, MOST, 0.4);
    Numbers.requireRange("contrast", contrast, 0, MOST, 0.4);
    Numbers.requireRange("saturation", saturation, 0, MOST, 0.4);
    Numbers.requireRange("hue", hue, 0, HALF_TURN, 0.1);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public static ColorJitter parse(String text) {
    double[] numbers =
        Numbers.parse(
            text, ",", 4, "brightness, contrast, saturation and hue, as in 0.4,0.4,0.4,0.1");
    return new ColorJitter(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** Whether it works on images of 3 channels alone. */
  boolean needsColours() {
    return saturation > 0 || hue > 0;
  }

  /** The changes of one image in their order. */
  List<Operation> draw(SplitMix64 random) {
    int[] order = {0, 1, 2, 3};
    random.shuffle(order);
    double[] strengths = {brightness, contrast, saturation, hue};
    List<DoubleFunction<Operation>> kinds =
        List.of(Brightness::new, Contrast::new, Saturation::new, Hue::new);
    List<Operation> operations = new ArrayList<>();
    for (int kind : order) {
      double strength = strengths[kind];
      double middle = kind == 3 ? 0 : 1;
      double least = kind == 3 ? -strength : Math.max(0, 1 - strength);
      if (strength > 0) {
        operations.add(kinds.get(kind).apply(random.between(least, middle + strength)));
      }
    }
    return operations;
  }

  /** The text form. */
  @Override
  public String toString() {
    return String.join(
        ",",
        Numbers.text(brightness),
        Numbers.text(contrast),
        Numbers.text(saturation),
        Numbers.text(hue));
  }
}
