package arcface4j.data;

import arcface4j.io.DataException;
import arcface4j.io.FileName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The images of a folder or a table before any is opened.
 *
 * @param place the folder or table
 * @param splits the images of each split, where the place has splits
 * @param unsplit those that are in no split
 * @param emptyClasses class folders without an image
 * @param passedOver files and folders that were not used, by why
 * @param remarks how it was read, in parts of one line
 */
public record ImageListing(
    Path place,
    Map<Split, List<ImageFile>> splits,
    List<ImageFile> unsplit,
    List<Path> emptyClasses,
    Map<String, Integer> passedOver,
    List<String> remarks) {

  private static final Set<String> TABLES = Set.of("csv", "tsv", "jsonl", "ndjson");

  /**
   * Lists a folder of images, a table of them, or one image.
   *
   * @throws DataException if there is no such place, it cannot be read or has no image
   */
  public static ImageListing of(Path place, Layout layout) throws DataException {
    if (Files.isDirectory(place)) {
      return FolderListing.of(place, layout);
    }
    if (Files.exists(place) && isTable(place)) {
      return TableListing.of(place);
    }
    return new ImageListing(place, Map.of(), List.of(one(place)), List.of(), Map.of(), List.of());
  }

  /**
   * One image that the caller named, whatever its ending.
   *
   * @throws DataException if there is no such file
   */
  public static ImageFile one(Path file) throws DataException {
    if (!Files.exists(file)) {
      throw DataException.at(file, "no such file or folder");
    }
    return new ImageFile(file, "", -1);
  }

  /**
   * Whether a place says which images are for validation or test; of a folder the names of those in
   * it tell, so that nothing else is listed.
   */
  public static boolean hasHeldOut(Path place, Layout layout) throws DataException {
    if (Files.isDirectory(place)) {
      return FolderListing.splits(place, layout).stream().anyMatch(split -> split != Split.TRAIN);
    }
    return isTable(place)
        && of(place, layout).splits().keySet().stream().anyMatch(split -> split != Split.TRAIN);
  }

  /** Whether a file is a table of images by its ending. */
  public static boolean isTable(Path place) {
    String name = place.getFileName() == null ? "" : place.getFileName().toString();
    return TABLES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** The images of a split; empty where it has none. */
  public List<ImageFile> of(Split split) {
    return splits.getOrDefault(split, List.of());
  }

  /** Whether the place itself says which images are for what. */
  public boolean hasSplits() {
    return !splits.isEmpty();
  }

  /** Whether the place is a folder or a table, not an image. */
  public boolean isOfMany() {
    return !all().equals(List.of(new ImageFile(place, "", -1)));
  }

  /** All images, whatever they are for. */
  public List<ImageFile> all() {
    List<ImageFile> all = new ArrayList<>(unsplit);
    splits.values().forEach(all::addAll);
    return all;
  }

  /** How the place was read, in one line. */
  public String describe() {
    List<String> parts = new ArrayList<>();
    Map<Split, List<ImageFile>> sorted = new EnumMap<>(Split.class);
    sorted.putAll(splits);
    sorted.forEach(
        (split, files) -> parts.add(count(split.name().toLowerCase(Locale.ROOT), files)));
    if (!unsplit.isEmpty()) {
      parts.add(count("", unsplit));
    }
    return FileName.text(place) + ": " + String.join(", ", parts) + String.join("", remarks);
  }

  private static String count(String what, List<ImageFile> files) {
    Set<String> classes = new HashSet<>();
    files.forEach(file -> classes.add(file.label()));
    classes.remove("");
    return "%s%d image%s%s"
        .formatted(
            what.isEmpty() ? "" : what + " ",
            files.size(),
            files.size() == 1 ? "" : "s",
            classes.isEmpty()
                ? ""
                : " of %d class%s".formatted(classes.size(), classes.size() == 1 ? "" : "es"));
  }
}
