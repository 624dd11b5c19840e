package arcface4j.app;

import arcface4j.data.LabelMap;
import arcface4j.io.DataException;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code --classes}: names, numbers from 0 and ranges of numbers, parted by commas. */
final class ClassSelection {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private ClassSelection() {}

  /**
   * The named classes, in the order of the data. A class that is called like a number goes before
   * the class of that number.
   *
   * @throws DataException if there is no such class, or fewer than two are named
   */
  static LabelMap of(String list, LabelMap all) throws DataException {
    BitSet kept = new BitSet();
    for (String word : list.split(",", -1)) {
      add(word.strip(), all, kept);
    }
    if (kept.cardinality() < 2) {
      throw new DataException("--classes " + list + " is one class; at least 2 are needed");
    }
    return new LabelMap(kept.stream().mapToObj(all.names()::get).toList());
  }

  private static void add(String word, LabelMap all, BitSet kept) throws DataException {
    Matcher range = RANGE.matcher(word);
    if (all.indexOf(word) >= 0) {
      kept.set(all.indexOf(word));
    } else if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      requireWithin(word, first, last, all);
      kept.set(first, last + 1);
    } else {
      throw new DataException(
          "--classes: '%s' is not among %s%s"
              .formatted(word, all.describe(), Suggestion.among(all.names(), word)));
    }
  }

  private static void requireWithin(String word, int first, int last, LabelMap all)
      throws DataException {
    if (first > last || last >= all.size()) {
      throw new DataException(
          "--classes: %s is not within 0-%d, the classes of the data"
              .formatted(word, all.size() - 1));
    }
  }
}
