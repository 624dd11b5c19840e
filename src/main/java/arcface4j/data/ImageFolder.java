package arcface4j.data;

import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import java.nio.file.Path;
import java.util.List;

/** Makes a data set of listed images: what is for training, validation and test. */
public final class ImageFolder {

  /**
   * How to read.
   *
   * @param preprocessing what makes planes of an image
   * @param testFraction share of each class that becomes the test set where the place does not say
   *     which images are for testing; in (0, 1], 1 for all images
   * @param seed of that split
   * @param cache keeps what was decoded
   */
  public record Options(
      Preprocessing preprocessing, double testFraction, long seed, ImageCache cache) {

    /**
     * Checks the fraction.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Options {
      if (!(testFraction > 0 && testFraction <= 1)) {
        throw new IllegalArgumentException(
            "test fraction " + testFraction + " is not in (0, 1]; 0.2 tests on a fifth");
      }
    }
  }

  private final ImageListing listing;
  private final Options options;

  private ImageFolder(ImageListing listing, Options options) {
    this.listing = listing;
    this.options = options;
  }

  /**
   * Labelled images in their splits; nothing is decoded yet. A place without splits is split, and
   * so are its training images where it has no others.
   *
   * @throws DataException if an image has no class, a class no image, or the share for testing
   *     holds none out
   */
  public static DataSplit split(ImageListing listing, Options options) throws DataException {
    ImageFolder folder = new ImageFolder(listing, options);
    folder.requireClasses();
    if (!listing.hasSplits()) {
      return folder.divide(listing.unsplit());
    }
    if (listing.of(Split.VALIDATION).isEmpty() && listing.of(Split.TEST).isEmpty()) {
      return folder.divide(listing.of(Split.TRAIN));
    }
    return new DataSplit(
        folder.set(listing.of(Split.TRAIN)),
        folder.set(listing.of(Split.VALIDATION)),
        folder.set(listing.of(Split.TEST)));
  }

  private ImageSet set(List<ImageFile> files) {
    return ImageSet.ofFiles(files, options.preprocessing(), options.cache());
  }

  private DataSplit divide(List<ImageFile> files) throws DataException {
    ImageSet all = set(files);
    if (options.testFraction() == 1) {
      return DataSplit.of(all.subset(new int[0]), all);
    }
    HoldOut split = HoldOut.ofImages(all, options.testFraction(), options.seed());
    if (split.heldOut().size() == 0) {
      throw DataException.at(
          listing.place(),
          "a share of %s holds out no image of any class; give more images or a larger share"
              .formatted(options.testFraction()));
    }
    return DataSplit.of(split.kept(), split.heldOut());
  }

  private void requireClasses() throws DataException {
    List<ImageFile> used = listing.hasSplits() ? inSplits() : listing.unsplit();
    for (ImageFile file : used) {
      if (file.label().isEmpty()) {
        throw DataException.at(file.path(), unlabelled());
      }
    }
    for (Path folder : listing.emptyClasses()) {
      throw DataException.at(folder, "the class folder has no image");
    }
  }

  private List<ImageFile> inSplits() {
    return listing.splits().values().stream().flatMap(List::stream).toList();
  }

  private String unlabelled() {
    return ImageListing.isTable(listing.place())
        ? "has no label in " + listing.place() + ", and images to learn from need one"
        : "the image lies beside the class folders; it belongs into one of them";
  }
}
