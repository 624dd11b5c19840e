package arcface4j.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What images of a data set are for. */
public enum Split {
  /** To learn from. */
  TRAIN("train", "training"),
  /** To choose the best epoch by. */
  VALIDATION("val", "valid", "validation"),
  /** To measure the result on. */
  TEST("test", "testing");

  private final List<String> names;

  Split(String... names) {
    this.names = List.of(names);
  }

  /** The split that a folder or a field of a table names, in any capitals. */
  public static Optional<Split> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(split -> split.names.contains(lower)).findFirst();
  }
}
