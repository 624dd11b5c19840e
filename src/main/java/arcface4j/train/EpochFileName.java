package arcface4j.train;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the checkpoint of an epoch and knows its own names again.
 *
 * <p>A template has places {@code {}}, or {@code {:03d}} for a number with leading zeros: one for
 * the epoch, as in {@code epoch-{:03d}.ckpt}, or three for data set, model and epoch, as in the
 * original program's {@code {}_{}_epoch={}}.
 */
public final class EpochFileName {

  /** {@code epoch-007.ckpt}. */
  public static final String READABLE = "epoch-{:03d}.ckpt";

  private static final Pattern PLACE = Pattern.compile("\\{(?::0([1-9])d)?\\}");

  /** Separators of folders, and control characters. */
  private static final Pattern NO_NAME = Pattern.compile("[/\\\\\\p{Cntrl}]");

  private final String prefix;
  private final String epochFormat;
  private final String suffix;

  private EpochFileName(String prefix, String epochFormat, String suffix) {
    this.prefix = prefix;
    this.epochFormat = epochFormat;
    this.suffix = suffix;
  }

  /**
   * Fills in everything but the epoch.
   *
   * @throws IllegalArgumentException if the places are not one or three, or what results is no file
   *     name
   */
  public static EpochFileName of(String template, String dataset, String model) {
    String filled = fillAllButEpoch(template, dataset, model);
    Matcher epoch = PLACE.matcher(filled);
    if (!epoch.find() || filled.endsWith(".part") || NO_NAME.matcher(filled).find()) {
      throw new IllegalArgumentException("'" + filled + "' is not a name for a checkpoint file");
    }
    String digits = epoch.group(1);
    return new EpochFileName(
        filled.substring(0, epoch.start()),
        digits == null ? "%d" : "%0" + digits + "d",
        filled.substring(epoch.end()));
  }

  private static String fillAllButEpoch(String template, String dataset, String model) {
    long places = PLACE.matcher(template).results().count();
    if (places != 1 && places != 3) {
      throw new IllegalArgumentException(
          "the template '%s' has %d places {}; it needs 1 (epoch) or 3 (data set, model, epoch)"
              .formatted(template, places));
    }
    return places == 1 ? template : fillFirst(fillFirst(template, dataset), model);
  }

  private static String fillFirst(String template, String value) {
    return PLACE.matcher(template).replaceFirst(Matcher.quoteReplacement(value));
  }

  /** The name of an epoch's file. */
  public String name(int epoch) {
    return prefix + epochFormat.formatted(epoch) + suffix;
  }

  /** The epoch of a file that this template named. */
  public OptionalInt epoch(Path file) {
    String name = file.getFileName().toString();
    int end = name.length() - suffix.length();
    if (!name.startsWith(prefix) || !name.endsWith(suffix) || end <= prefix.length()) {
      return OptionalInt.empty();
    }
    String digits = name.substring(prefix.length(), end);
    if (!digits.matches("[0-9]{1,9}") || !name(Integer.parseInt(digits)).equals(name)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(digits));
  }
}
