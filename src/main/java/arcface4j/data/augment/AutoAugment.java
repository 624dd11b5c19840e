package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes chosen at random from a fixed list: RandAugment (Cubuk et al., 2019, <a
 * href="https://arxiv.org/abs/1909.13719">arXiv:1909.13719</a>) or TrivialAugment Wide (Müller and
 * Hutter, 2021, <a href="https://arxiv.org/abs/2103.10158">arXiv:2103.10158</a>). Written as {@code
 * none}, {@code trivial} or {@code randaugment:2,9}.
 *
 * @param policy which of the two
 * @param operations how many follow each other; RandAugment's N, 0 for the others
 * @param magnitude their strength, 0 to 30; RandAugment's M, 0 for the others
 */
public record AutoAugment(Policy policy, int operations, int magnitude) {

  /** Strengths of an operation. */
  static final int BINS = 31;

  /** Leaves images as they are. */
  public static final AutoAugment NONE = new AutoAugment(Policy.NONE, 0, 0);

  /** One operation of any strength. */
  public static final AutoAugment TRIVIAL = new AutoAugment(Policy.TRIVIAL, 0, 0);

  private static final String RANDAUGMENT = "randaugment";
  private static final int MOST_OPERATIONS = 14;

  /** How an operation and its strength are chosen. */
  public enum Policy {
    NONE,
    /** One operation, of a strength that is drawn as well. */
    TRIVIAL,
    /** Some operations, all of one strength. */
    RANDAUGMENT
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public AutoAugment {
    if (policy == Policy.RANDAUGMENT) {
      Numbers.requireRange("the number of operations", operations, 1, MOST_OPERATIONS, 2);
      Numbers.requireRange("magnitude", magnitude, 0, BINS - 1, 9);
    } else if (operations != 0 || magnitude != 0) {
      throw new IllegalArgumentException(
          "%s with %d operations of magnitude %d: it has no such numbers"
              .formatted(policy, operations, magnitude));
    }
  }

  /** N operations of magnitude M. */
  public static AutoAugment randAugment(int operations, int magnitude) {
    return new AutoAugment(Policy.RANDAUGMENT, operations, magnitude);
  }

  /**
   * Reads the text form; {@code randaugment} alone has torchvision's 2 operations of magnitude 9.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public static AutoAugment parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "trivial" -> TRIVIAL;
      case RANDAUGMENT -> randAugment(2, 9);
      default -> parseRandAugment(text);
    };
  }

  private static AutoAugment parseRandAugment(String text) {
    if (!text.matches(RANDAUGMENT + ":[0-9]{1,4},[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not none, trivial or randaugment:N,M, as in randaugment:2,9");
    }
    String[] numbers = text.substring(RANDAUGMENT.length() + 1).split(",");
    return randAugment(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  /** The changes of one image in their order. */
  List<Operation> draw(SplitMix64 random, ImageShape shape) {
    return switch (policy) {
      case NONE -> List.of();
      case TRIVIAL ->
          operation(random, Magnitudes.TRIVIAL_WIDE, random.below(BINS), shape).stream().toList();
      case RANDAUGMENT -> drawSome(random, shape);
    };
  }

  private List<Operation> drawSome(SplitMix64 random, ImageShape shape) {
    List<Operation> drawn = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      operation(random, Magnitudes.RANDAUGMENT, magnitude, shape).ifPresent(drawn::add);
    }
    return drawn;
  }

  private static Optional<Operation> operation(
      SplitMix64 random, Magnitudes table, int bin, ImageShape shape) {
    AutoOperation[] all = AutoOperation.values();
    AutoOperation operation = all[random.below(all.length)];
    double magnitude = table.of(operation, bin, shape);
    boolean negative = random.nextBoolean() && operation.signed();
    return operation.of(negative ? -magnitude : magnitude, shape);
  }

  /** The text form. */
  @Override
  public String toString() {
    return switch (policy) {
      case NONE -> "none";
      case TRIVIAL -> "trivial";
      case RANDAUGMENT -> RANDAUGMENT + ":" + operations + "," + magnitude;
    };
  }
}
