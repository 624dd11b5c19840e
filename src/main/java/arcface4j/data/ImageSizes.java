package arcface4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Progressive image size: small images while a network learns what is coarse, the full size at the
 * end. Written as {@code 16@0.4,24@0.7,32}: 16 pixels in the first 40 % of the epochs, 24 up to 70
 * %, then 32. Of images of 32 pixels {@code 50%@0.4,75%@0.7,100%} says the same.
 *
 * @param phases in order, the last one up to the end; empty for the images' own size throughout
 */
public record ImageSizes(List<Phase> phases) {

  /** The images' own size throughout. */
  public static final ImageSizes FULL = new ImageSizes(List.of());

  private static final int SMALLEST = 8;

  /**
   * A size and the part of the run, in (0, 1], at whose end the next one begins.
   *
   * @param size side of the square images in pixels
   * @param end part of the epochs
   */
  public record Phase(int size, double end) {}

  /**
   * Checks sizes and order.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public ImageSizes {
    phases = List.copyOf(phases);
    double before = 0;
    for (Phase phase : phases) {
      require(
          phase.size() >= SMALLEST,
          "image size " + phase.size() + " is too small; " + SMALLEST + " or more needed");
      require(
          phase.end() > before && phase.end() <= 1,
          "the part " + phase.end() + " of the run is not above " + before + " and up to 1");
      before = phase.end();
    }
    require(phases.isEmpty() || before == 1, "the last size has no @; it stays to the end");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Reads the text form.
   *
   * @param full the images' own size, which shares are of
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public static ImageSizes parse(String text, int full) {
    String[] words = text.split(",", -1);
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      phases.add(phase(words[i].strip(), i == words.length - 1, full));
    }
    return new ImageSizes(phases);
  }

  private static Phase phase(String word, boolean last, int full) {
    String[] parts = word.split("@", -1);
    try {
      require(
          parts.length == (last ? 1 : 2), "'" + word + "' is not SIZE@PART; the last is a SIZE");
      return new Phase(PixelLength.parse(parts[0], full), last ? 1 : Double.parseDouble(parts[1]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + word + "' has no numbers, as in 16@0.4,24@0.7,32", e);
    }
  }

  /** The largest of the sizes, or 0 if there are none. */
  public int largest() {
    return phases.stream().mapToInt(Phase::size).max().orElse(0);
  }

  /** The size at the end, or 0 if there are none. */
  public int last() {
    return phases.isEmpty() ? 0 : phases.get(phases.size() - 1).size();
  }

  /**
   * The smallest of the sizes.
   *
   * @param full the images' own size
   */
  public int smallest(int full) {
    return phases.stream().mapToInt(Phase::size).min().orElse(full);
  }

  /**
   * The size of one epoch; a phase ends after a whole number of epochs.
   *
   * @param epoch counted from 0
   * @param epochs of the whole run
   * @param full the images' own size
   */
  public int at(int epoch, int epochs, int full) {
    return phases.stream()
        .filter(phase -> epoch < Math.round(phase.end() * epochs))
        .findFirst()
        .map(Phase::size)
        .orElse(full);
  }

  /** The text form. */
  @Override
  public String toString() {
    return phases.stream()
        .map(
            phase ->
                phase.end() == 1
                    ? Integer.toString(phase.size())
                    : String.format(Locale.ROOT, "%d@%s", phase.size(), phase.end()))
        .collect(Collectors.joining(","));
  }
}
