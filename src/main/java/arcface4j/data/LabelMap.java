package arcface4j.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The classes by name; a label is an index into the names. Equal maps have equal names.
 *
 * <p>Not a record, since the way from name to label is made once and is no part of what it is.
 */
public final class LabelMap {

  private static final int SHOWN = 5;

  private final List<String> names; // [K]
  private final Map<String, Integer> labels; // by name

  /**
   * Copies the names.
   *
   * @param names K names, none blank, none twice
   * @throws IllegalArgumentException if one is blank or stands twice
   */
  @JsonCreator
  public LabelMap(@JsonProperty("names") List<String> names) {
    this.names = List.copyOf(names);
    this.labels = new HashMap<>(2 * this.names.size());
    for (String name : this.names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("class " + labels.size() + " has a blank name");
      }
      if (labels.put(name, labels.size()) != null) {
        throw new IllegalArgumentException("class '" + name + "' stands twice in the label map");
      }
    }
  }

  /** K names; a label is the place in this list. */
  @JsonProperty("names")
  public List<String> names() {
    return names;
  }

  /** K, the number of classes. */
  public int size() {
    return names.size();
  }

  /** The label of a class, or -1 for a name that is not in the map. */
  public int indexOf(String name) {
    return labels.getOrDefault(name, ImageSet.NO_LABEL);
  }

  /** The classes for a message: up to five by name, of more the number. */
  public String describe() {
    return describe(names);
  }

  /** Names for a message: up to five, of more the number. */
  public static String describe(List<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", ", "[", ""));
    return names.size() <= SHOWN ? shown + "]" : shown + ", ... " + names.size() + " in all]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return describe();
  }
}
