package arcface4j.cli;

import arcface4j.data.DataSplit;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.data.StratifiedSplit;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataFingerprint;
import arcface4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The images of a run.
 *
 * @param train to learn from
 * @param validation held out of the training images; may be empty
 * @param test to measure on
 */
record TrainingData(ImageSet train, ImageSet validation, ImageSet test) {

  static TrainingData load(TrainOptions options, Console console) throws IOException {
    DataSplit data = Datasets.load(options.data().source(), console);
    double validation = options.data().validation();
    StratifiedSplit split = options.split(data.train());
    if (validation > 0 && split.heldOut().size() == 0) {
      throw new IOException(
          ("--validation %s holds out no image of any class; give more images, a larger part, or 0"
                  + " to choose the best epoch by the training accuracy")
              .formatted(validation));
    }
    return new TrainingData(split.kept(), split.heldOut(), data.test());
  }

  /** Refuses images that an epoch of the checkpoint's run cannot go on with. */
  void requireThoseOf(Checkpoint checkpoint, Path file, Console console) throws IOException {
    LabelMap labels = checkpoint.model().labels();
    if (!train.labelMap().equals(labels)) {
      throw new IOException(
          "%s was trained on the classes %s; the data has %s"
              .formatted(file, labels.names(), train.labelMap().names()));
    }
    if (train.size() != checkpoint.data().images()) {
      throw new IOException(
          "%s was trained on %d images; the data has %d"
              .formatted(file, checkpoint.data().images(), train.size()));
    }
    if (!DataFingerprint.of(train).equals(checkpoint.data())) {
      console.warn(file + " was trained on other images; the run will not be the one it was");
    }
  }
}
