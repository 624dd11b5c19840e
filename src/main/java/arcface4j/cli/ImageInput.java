package arcface4j.cli;

import arcface4j.api.EmbeddedBatch;
import arcface4j.api.EmbeddingModel;
import arcface4j.app.DataSets;
import arcface4j.data.BrokenImages;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageFile;
import arcface4j.data.ImageListing;
import arcface4j.data.ImageSet;
import arcface4j.data.Layout;
import arcface4j.io.DataException;
import arcface4j.io.FileName;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;

/**
 * The images that a command embeds.
 *
 * @param images where they come from
 * @param batchSize images at a time
 * @param broken what happens when one cannot be read
 */
record ImageInput(ImageSet images, int batchSize, BrokenImages broken) {

  static final String STOPPED = "stopped after a request; nothing was written";

  static List<Flag> flags() {
    return List.of(
        Flag.toggle("skip-broken", "leave out broken images with a warning"),
        TrainFlags.layout(),
        batchSizeFlag());
  }

  static Flag batchSizeFlag() {
    return Flag.value("batch-size", "N", "64", "images at a time");
  }

  static Flag imagesFlag() {
    return Flag.value(
        "images", "DIR", null, "images of a folder by its class folders, or of a table");
  }

  /** Where images come from: a folder, files, or one part of a data set. */
  static List<Flag> sources() {
    List<Flag> flags = new ArrayList<>(ofFiles());
    flags.add(Flag.value("split", "NAME", "test", "with --dataset: train, val or test"));
    TrainFlags.data().stream()
        .filter(flag -> flags.stream().noneMatch(other -> other.name().equals(flag.name())))
        .map(Flag::withoutDefault)
        .forEach(flags::add);
    return flags;
  }

  private static List<Flag> ofFiles() {
    List<Flag> flags = new ArrayList<>(List.of(imagesFlag()));
    flags.addAll(flags());
    flags.addAll(CacheFlags.all());
    return flags;
  }

  /** What would be ignored where the images are files. */
  static void refuseOfDataset(Arguments arguments) throws UsageException {
    List<Flag> ofFiles = ofFiles();
    for (Flag flag : sources()) {
      if (arguments.isGiven(flag.name()) && !ofFiles.contains(flag)) {
        throw new UsageException("--" + flag.name() + " goes with --dataset, not with files");
      }
    }
  }

  /** The images of any of the {@link #sources}. */
  static ImageInput of(
      Arguments arguments,
      Checkpoint checkpoint,
      EmbeddingModel model,
      ImageCache cache,
      Console console)
      throws UsageException, IOException {
    if (!arguments.isGiven("dataset")) {
      refuseOfDataset(arguments);
      return files("images", arguments, model, cache, console);
    }
    refuseOthersBeside("dataset", arguments);
    return dataset(arguments, checkpoint, cache, console);
  }

  /** Images that an option names, and the words that are no options. */
  static ImageInput files(
      String flag, Arguments arguments, EmbeddingModel model, ImageCache cache, Console console)
      throws UsageException, IOException {
    return files(flag, arguments, arguments.positional(), model, cache, console);
  }

  /** As above, with these words for files and folders. */
  static ImageInput files(
      String flag,
      Arguments arguments,
      List<String> words,
      EmbeddingModel model,
      ImageCache cache,
      Console console)
      throws UsageException, IOException {
    List<String> named = new ArrayList<>(arguments.find(flag).stream().toList());
    named.addAll(words);
    List<Path> places = paths(named);
    if (places.isEmpty()) {
      throw new UsageException("no images; give --" + flag + " and a file or folder");
    }
    Layout layout = arguments.choice("layout", Layout.class);
    List<ImageFile> files = new ArrayList<>();
    for (Path place : places) {
      ImageListing listing = ImageListing.of(place, layout);
      if (listing.isOfMany()) {
        console.note(listing.describe());
      }
      files.addAll(listing.all());
    }
    return of(ImageSet.ofFiles(files, model.preprocessing(), cache), arguments, console);
  }

  /** Named images that a command cannot do without. */
  static ImageInput needed(List<Path> files, EmbeddingModel model, int batchSize)
      throws IOException {
    List<ImageFile> images = new ArrayList<>();
    for (Path file : files) {
      images.add(ImageListing.one(file));
    }
    return new ImageInput(
        ImageSet.ofFiles(images, model.preprocessing(), ImageCache.none()),
        batchSize,
        BrokenImages.refused(""));
  }

  /** For an option that names all images there are. */
  static void refuseOthersBeside(String flag, Arguments arguments) throws UsageException {
    if (arguments.isGiven("images") || !arguments.positional().isEmpty()) {
      throw new UsageException("--" + flag + " does not go with other images; give one of the two");
    }
  }

  /** The files and folders of these names; one that there is not may be a name from a table. */
  static List<Path> paths(List<String> words) throws UsageException {
    List<Path> paths = new ArrayList<>();
    for (String word : words) {
      try {
        paths.add(FileName.given(word));
      } catch (InvalidPathException e) {
        throw new UsageException("'" + word + "' is not a path");
      }
    }
    return paths;
  }

  /** One part of a data set. */
  private static ImageInput dataset(
      Arguments arguments, Checkpoint checkpoint, ImageCache cache, Console console)
      throws UsageException, IOException {
    String split = arguments.choice("split", List.of("train", "val", "test"));
    DataSource source = DataFlags.changed(checkpoint.options().data().source(), arguments);
    if (split.equals("train") && !DataSets.leavesTrainingImages(source)) {
      throw new UsageException("--test-fraction 1 leaves no training images; --split test has all");
    }
    DataSplit data =
        DataSets.loadAgain(
            checkpoint, source, checkpoint.model().preprocessing(), cache, console.remarks());
    ImageSet images =
        switch (split) {
          case "train" -> data.train();
          case "val" -> data.validation();
          default -> DataSets.measured(data);
        };
    if (images.size() == 0) {
      throw new DataException("the data set has no images for --split " + split);
    }
    return of(images, arguments, console);
  }

  private static ImageInput of(ImageSet images, Arguments arguments, Console console)
      throws UsageException {
    return new ImageInput(
        images,
        arguments.positive("batch-size"),
        arguments.isSet("skip-broken")
            ? BrokenImages.leftOut(console::warn)
            : BrokenImages.refused("; --skip-broken leaves it out"));
  }

  /** Takes what the model makes of one batch after the other. */
  interface Batches {
    /**
     * Takes a batch.
     *
     * @param indices places in the set
     */
    void add(int[] indices, EmbeddedBatch embedded) throws IOException;
  }

  /** As {@link #run}, image by image with embeddings of length one. */
  int embed(
      EmbeddingModel model,
      boolean withMirrored,
      BooleanSupplier stopRequested,
      Console console,
      EmbeddingOutput.Rows rows)
      throws IOException {
    return run(
        model,
        withMirrored,
        stopRequested,
        console,
        (indices, embedded) -> {
          float[] unit = embedded.unit(row -> images.name(indices[row]));
          for (int i = 0; i < embedded.size(); i++) {
            rows.add(
                images.name(indices[i]), images.className(indices[i]), unit, i * embedded.width());
          }
        });
  }

  /**
   * Embeds all images in order, the next ones being read meanwhile.
   *
   * @param stopRequested asked after each batch
   * @return images embedded
   * @throws InterruptedIOException if a stop was asked for
   */
  int run(
      EmbeddingModel model,
      boolean withMirrored,
      BooleanSupplier stopRequested,
      Console console,
      Batches consumer)
      throws IOException {
    try (ProgressBar bar = ProgressBars.images("embed", images.size(), console)) {
      return model
          .inference(batchSize, withMirrored, broken)
          .run(
              images,
              (indices, features) -> {
                consumer.add(indices, new EmbeddedBatch(features, model.width()));
                if (stopRequested.getAsBoolean()) {
                  throw new InterruptedIOException(STOPPED);
                }
              },
              bar::stepTo);
    }
  }
}
