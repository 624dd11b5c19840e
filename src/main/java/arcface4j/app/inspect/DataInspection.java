package arcface4j.app.inspect;

import arcface4j.data.BatchStream;
import arcface4j.data.ImageListing;
import arcface4j.image.Preprocessing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks at every file of a place once. Of each a few hundred bytes are kept, whatever its size. */
public final class DataInspection {

  private final ImageListing listing;
  private final List<Member> members; // [N]
  private final PictureFindings.Counter pictures = new PictureFindings.Counter();
  private final List<UnreadableFile> unreadable = new ArrayList<>();
  private final DuplicateFinder duplicates;

  private DataInspection(ImageListing listing) {
    this.listing = listing;
    members = Member.of(listing);
    duplicates = new DuplicateFinder(members.size());
  }

  /**
   * Reads all files on all processors.
   *
   * @param progress hears how many files are read
   * @throws IOException if that ends the work
   */
  public static DataInspection of(ImageListing listing, Progress progress) throws IOException {
    DataInspection inspection = new DataInspection(listing);
    inspection.read(progress);
    return inspection;
  }

  private void read(Progress progress) throws IOException {
    int row = 0;
    try (BatchStream<List<Look>> blocks = FileLooks.open(members)) {
      while (blocks.hasNext()) {
        for (Look look : blocks.next()) {
          add(row++, look);
        }
        progress.at(row);
      }
    }
  }

  private void add(int row, Look look) {
    if (look instanceof Look.Picture picture) {
      pictures.add(picture.info());
      duplicates.add(row, picture);
    } else {
      Look.Unreadable fault = (Look.Unreadable) look;
      unreadable.add(new UnreadableFile(members.get(row).file(), fault.kind(), fault.reason()));
    }
  }

  /**
   * Compares the pictures.
   *
   * @param training what would make a network's pixels of them
   * @param progress hears how many are compared with all others
   * @throws IOException if that ends the work
   */
  public DataFindings findings(Preprocessing training, Progress progress) throws IOException {
    return new DataFindings(
        listing,
        training,
        ClassFindings.of(members),
        pictures.findings(),
        unreadable,
        groups(duplicates.exact()),
        groups(duplicates.near(progress)));
  }

  private List<DuplicateGroup> groups(Collection<List<Integer>> rows) {
    return rows.stream()
        .map(group -> new DuplicateGroup(group.stream().map(members::get).toList()))
        .toList();
  }
}
