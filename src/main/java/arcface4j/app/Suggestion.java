package arcface4j.app;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What a mistyped word was probably meant to be. */
public final class Suggestion {

  private static final int FARTHEST = 3;

  private Suggestion() {}

  /** {@code "; did you mean X?"}, or nothing where no word is near. */
  public static String among(Collection<String> words, String mistyped) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return words.stream()
        .min(Comparator.comparingInt(word -> distance.apply(word, mistyped)))
        .filter(word -> distance.apply(word, mistyped) <= FARTHEST)
        .map(word -> "; did you mean " + word + "?")
        .orElse("");
  }
}
