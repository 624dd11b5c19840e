package arcface4j.app.inspect;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names that differ in case, spaces or Unicode's forms alone, so that a person takes them for one.
 */
public final class NearNames {

  private NearNames() {}

  /** Groups of two and more, in the order of the names. */
  static List<List<String>> among(List<String> names) {
    Map<String, List<String>> groups = new TreeMap<>();
    names.forEach(
        name -> groups.computeIfAbsent(plain(name), plain -> new ArrayList<>()).add(name));
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  /** One of the names that a person takes for this one, but which is another. */
  public static Optional<String> twin(Collection<String> names, String name) {
    String plain = plain(name);
    return names.stream()
        .filter(other -> !other.equals(name) && plain(other).equals(plain))
        .findFirst();
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .replaceAll("(?U)\\s+", " ")
        .strip()
        .toUpperCase(Locale.ROOT) // so that ß is SS
        .toLowerCase(Locale.ROOT);
  }
}
