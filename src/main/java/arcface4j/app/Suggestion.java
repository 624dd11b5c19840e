package arcface4j.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What a mistyped word was probably meant to be. */
public final class Suggestion {

  private static final int FARTHEST = 3;

  /** More options than this are a page of their own. */
  private static final int LISTED = 30;

  private Suggestion() {}

  /** {@code "; did you mean X?"}, or nothing where no word is near. */
  public static String among(Collection<String> words, String mistyped) {
    return nearest(words, mistyped).map(word -> "; did you mean " + word + "?").orElse("");
  }

  /**
   * {@code "did you mean --x?"}, or what options there are.
   *
   * @param names of the options, and other names of the same
   * @param all of the options
   */
  public static String ofOptions(Collection<String> names, List<String> all, String mistyped) {
    return nearest(names, mistyped.replaceFirst("=.*", ""))
        .map(name -> "did you mean " + name + "?")
        .orElse(all.size() > LISTED ? "--help lists all" : "there are " + String.join(", ", all));
  }

  /** At most half of the letters are wrong, or those at the end are missing. */
  private static Optional<String> nearest(Collection<String> words, String mistyped) {
    String given = bare(mistyped);
    return words.stream()
        .filter(word -> distance(word, given) <= Math.min(FARTHEST, given.length() / 2))
        .min(Comparator.comparingInt(word -> distance(word, given)))
        .or(() -> words.stream().filter(word -> isAbbreviated(word, given)).findFirst());
  }

  private static int distance(String word, String given) {
    return LevenshteinDistance.getDefaultInstance().apply(bare(word), given);
  }

  private static boolean isAbbreviated(String word, String given) {
    return given.length() >= FARTHEST && bare(word).startsWith(given);
  }

  private static String bare(String word) {
    return word.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }
}
