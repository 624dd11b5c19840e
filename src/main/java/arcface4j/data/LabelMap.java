package arcface4j.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes by name; a label is an index into {@code names}.
 *
 * @param names K names, none blank, none twice
 */
public record LabelMap(List<String> names) {

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if there is none, or one is blank or stands twice
   */
  public LabelMap {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a label map needs at least one class");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("class " + seen.size() + " has a blank name");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("class '" + name + "' stands twice in the label map");
      }
    }
  }

  /** K, the number of classes. */
  public int size() {
    return names.size();
  }

  /** The label of a class, or -1 for a name that is not in the map. */
  public int indexOf(String name) {
    return names.indexOf(name);
  }
}
