package arcface4j.cli;

import arcface4j.app.DataSets;
import arcface4j.backend.Backend;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageSet;
import arcface4j.eval.EmbeddingSet;
import arcface4j.image.Preprocessing;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataSource;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Inference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/**
 * A checkpoint to measure, and how it looks at which images.
 *
 * @param file where the checkpoint lies
 * @param checkpoint the model
 * @param source the images
 * @param preprocessing what makes pixels of them
 * @param cache keeps them
 * @param compute who computes the layers
 * @param batchSize images at a time
 * @param withMirrored whether each image is looked at with its mirror image
 */
record EvaluatedModel(
    Path file,
    Checkpoint checkpoint,
    DataSource source,
    Preprocessing preprocessing,
    ImageCache cache,
    Compute compute,
    int batchSize,
    boolean withMirrored)
    implements AutoCloseable {

  /** How it looks at images. */
  static List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("batch-size", "N", "100", "images at a time"));
    flags.add(
        Flag.toggle("flip", "look at each image and its mirror image; features are averaged"));
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  /** Loads the checkpoint once its options are known to be right; the caller closes it. */
  static EvaluatedModel of(Path file, Arguments arguments, Console console)
      throws UsageException, IOException {
    int batchSize = arguments.positive("batch-size");
    boolean withMirrored = arguments.isSet("flip");
    Checkpoint checkpoint = Checkpoint.load(file);
    DataSource source = DataFlags.changed(checkpoint.options().data().source(), arguments);
    Preprocessing preprocessing =
        DataFlags.changed(checkpoint.model().preprocessing(), arguments, source);
    Compute compute = ComputeFlags.read(arguments, console);
    return new EvaluatedModel(
        file,
        checkpoint,
        source,
        preprocessing,
        CacheFlags.open(arguments, ImageCache.none(), console),
        compute,
        batchSize,
        withMirrored);
  }

  /** Refuses, before any is read, images that would all be tested on. */
  void requireTrainingImages() throws UsageException, IOException {
    if (!DataSets.leavesTrainingImages(source)) {
      throw new UsageException(
          "--test-fraction 1 leaves no training images; --protocol gallery compares with them,"
              + " closed does not");
    }
  }

  /** The images; none is decoded. */
  DataSplit images(Console console) throws IOException {
    return DataSets.loadAgain(checkpoint, source, preprocessing, cache, console.remarks());
  }

  /** The test images, which must be of the classes that the model knows. */
  ImageSet known(DataSplit images) throws IOException {
    return DataSets.requireKnown(images, checkpoint.model().labels(), file);
  }

  /** The training images, which must be of the classes that the model knows. */
  ImageSet knownTraining(DataSplit images) throws IOException {
    return images
        .train()
        .labelledAs(checkpoint.model().labels())
        .orElseThrow(
            () ->
                new IOException(
                    "%s does not know all classes of the training images, %s"
                        .formatted(file, images.train().labelMap().describe())));
  }

  /** The model ready to run; the caller closes it. */
  EmbeddingNetwork network() throws IOException {
    Backend.detect().load();
    return checkpoint.network(compute);
  }

  /** Frees what computes, once the networks on it are closed, and what keeps the images. */
  @Override
  public void close() {
    try (cache) {
      compute.close();
    }
  }

  EmbeddedImages embed(EmbeddingNetwork network, ImageSet images, Console console)
      throws IOException {
    Inference inference =
        new Inference(
            network,
            checkpoint.model().normalization(),
            batchSize,
            withMirrored,
            DataSets.broken(source, console.remarks()));
    try (ProgressBar bar = ProgressBars.images("evaluate", images.size(), console)) {
      return inference.embed(images, bar::stepTo);
    }
  }

  /** What retrieval and verification compare. */
  static EmbeddingSet set(EmbeddedImages images) {
    return EmbeddingSet.of(images.features(), images.width(), images.labels());
  }
}
