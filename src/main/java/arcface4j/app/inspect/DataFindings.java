package arcface4j.app.inspect;

import arcface4j.data.ImageListing;
import arcface4j.image.Preprocessing;
import java.util.List;

/**
 * What is in a place.
 *
 * @param listing its files, none opened
 * @param training what would make a network's pixels of them
 * @param classes what they are of
 * @param pictures what those that can be read are
 * @param unreadable the others
 * @param copies files of equal bytes
 * @param alike files that show the same, of which some differ in their bytes
 */
public record DataFindings(
    ImageListing listing,
    Preprocessing training,
    ClassFindings classes,
    PictureFindings pictures,
    List<UnreadableFile> unreadable,
    List<DuplicateGroup> copies,
    List<DuplicateGroup> alike) {

  /** Files of the place. */
  public int files() {
    return pictures.count() + unreadable.size();
  }

  /** The files that cannot be read for one reason. */
  public List<UnreadableFile> unreadable(UnreadableFile.Kind kind) {
    return unreadable.stream().filter(file -> file.kind() == kind).toList();
  }

  /** What is wrong, each in one line; empty where nothing is. */
  public List<String> faults() {
    return DataFaults.of(this);
  }
}
