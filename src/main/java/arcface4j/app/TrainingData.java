package arcface4j.app;

import arcface4j.data.BrokenImages;
import arcface4j.data.DataSplit;
import arcface4j.data.HoldOut;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.image.Preprocessing;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataFingerprint;
import arcface4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The images of a run.
 *
 * @param train to learn from
 * @param validation to choose the best epoch by; may be empty
 * @param test to measure on; empty where validation images were given and no others
 * @param broken what becomes of an image that cannot be read
 */
public record TrainingData(
    ImageSet train, ImageSet validation, ImageSet test, BrokenImages broken) {

  /**
   * Lists the images of a run; none is decoded.
   *
   * @param cache keeps what was decoded
   * @throws IOException if there is nothing to train on or to hold out
   */
  public static TrainingData load(
      TrainOptions options, Preprocessing preprocessing, ImageCache cache, Remarks remarks)
      throws IOException {
    DataSplit data = DataSets.load(options.data().source(), preprocessing, cache, remarks);
    BrokenImages broken = DataSets.broken(options.data().source(), remarks);
    if (data.train().size() == 0) {
      throw new IOException("no training image; a folder train/ has some");
    }
    requireTwoClasses(data.train().labelMap());
    boolean holdsOut = options.data().validation() > 0 || options.data().validationClasses() > 0;
    if (holdsOut && data.validation().size() > 0) {
      remarks.note("the data has its own validation images, so no others are held out");
    }
    if (!holdsOut || data.validation().size() > 0) {
      return new TrainingData(data.train(), data.validation(), data.test(), broken);
    }
    HoldOut split = options.split(data.train());
    if (split.heldOut().size() == 0) {
      throw new IOException(
          ("--validation %s holds out no image of any class; give more images, a larger part, or 0"
                  + " to choose the best epoch by the training accuracy")
              .formatted(options.data().validation()));
    }
    requireTwoClasses(split.kept().labelMap());
    DataSplit kept = new DataSplit(split.kept(), split.heldOut(), data.test());
    return new TrainingData(kept.train(), kept.validation(), kept.test(), broken);
  }

  private static void requireTwoClasses(LabelMap labels) throws IOException {
    if (labels.size() < 2) {
      throw new IOException(
          "one class to train on, %s; at least 2 are needed to tell apart"
              .formatted(labels.describe()));
    }
  }

  /** Whether some images are of classes that training has not. */
  public boolean isUnseen(ImageSet images) {
    return images.size() > 0 && images.labelledAs(train.labelMap()).isEmpty();
  }

  /** Those of the classes that training has not. */
  public ImageSet unseenOf(ImageSet images) {
    return images.unknownTo(train.labelMap());
  }

  /**
   * Refuses unseen images that nothing can be measured on.
   *
   * @throws IOException if no two of them are of one class
   */
  public void requirePairs() throws IOException {
    for (ImageSet images : new ImageSet[] {validation, test}) {
      if (isUnseen(images) && !hasPair(unseenOf(images))) {
        throw new IOException(
            "the %d images of unseen classes have no two of one class, so none can find another"
                .formatted(unseenOf(images).size()));
      }
    }
  }

  private static boolean hasPair(ImageSet images) {
    Set<Integer> seen = new HashSet<>();
    return IntStream.range(0, images.size()).anyMatch(i -> !seen.add(images.label(i)));
  }

  /** Refuses images that an epoch of the checkpoint's run cannot go on with. */
  public void requireThoseOf(Checkpoint checkpoint, Path file, Remarks remarks) throws IOException {
    LabelMap labels = checkpoint.model().labels();
    if (!train.labelMap().equals(labels)) {
      throw new IOException(
          "%s was trained on the classes %s; the data has %s"
              .formatted(file, labels.describe(), train.labelMap().describe()));
    }
    DataFingerprint trained = checkpoint.data();
    if (train.size() != trained.images()) {
      throw new IOException(
          "%s was trained on %d images; the data has %d"
              .formatted(file, trained.images(), train.size()));
    }
    if (!trained.isOf(train)) {
      remarks.warn(file + " was trained on other images; the run will not be the one it was");
    }
  }
}
