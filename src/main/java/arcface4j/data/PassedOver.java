package arcface4j.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what lies in a folder of images and is not used as one. */
final class PassedOver {

  /** Folders and files that cameras, storage boxes and systems leave beside images. */
  private static final Set<String> LEFTOVERS =
      Set.of(
          "@eadir",
          "#recycle",
          "$recycle.bin",
          "__macosx",
          "lost+found",
          "system volume information",
          "thumbs.db",
          "desktop.ini",
          "picasa.ini");

  private final SortedMap<String, Integer> counts = new TreeMap<>(); // by kind

  /** Why a file or folder of this name is passed over, if its name alone says so. */
  static Optional<String> byName(Path path) {
    String name = path.getFileName().toString();
    if (name.startsWith(".")) {
      return Optional.of("hidden");
    }
    return LEFTOVERS.contains(name.toLowerCase(Locale.ROOT)) ? Optional.of(name) : Optional.empty();
  }

  void count(String kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  /** Counts a file that is no image by its ending. */
  void countFile(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    count(dot < 0 ? "without ending" : name.substring(dot).toLowerCase(Locale.ROOT));
  }

  void add(PassedOver other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
  }

  /** How many there are of each kind. */
  SortedMap<String, Integer> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }

  int total() {
    return counts.values().stream().mapToInt(count -> count).sum();
  }

  /** As in {@code 5 passed over: 1 hidden, 4 .txt}; empty where there is nothing. */
  String describe() {
    return counts.isEmpty()
        ? ""
        : total()
            + " passed over: "
            + counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
  }
}
