package arcface4j.cli;

import arcface4j.io.FileName;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Names of classes as a reader sees them. */
final class ClassNames {

  private ClassNames() {}

  /** The name that differs from this one in case, spaces or normal form alone. */
  static Optional<String> twin(Collection<String> known, String name) {
    String plain = plain(name);
    return known.stream()
        .filter(other -> !other.equals(name) && plain(other).equals(plain))
        .findFirst();
  }

  private static String plain(String name) {
    return FileName.composed(name)
        .strip()
        .replaceAll("\\s+", " ")
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }
}
