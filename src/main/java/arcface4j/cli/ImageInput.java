package arcface4j.cli;

import arcface4j.api.EmbeddedBatch;
import arcface4j.api.EmbeddingModel;
import arcface4j.data.BatchStream;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageFiles;
import arcface4j.data.NamedBatch;
import arcface4j.data.NamedImages;
import arcface4j.io.DataException;
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
 * The images that a command embeds, in bounded memory if they are files.
 *
 * @param images where they come from
 * @param batchSize images at a time
 * @param broken what happens when one cannot be read
 */
record ImageInput(NamedImages images, int batchSize, Broken broken) {

  /** What a broken image does. */
  enum Broken {
    /** It is left out with a warning. */
    LEFT_OUT,
    /** It ends the command, which could have left it out. */
    REFUSED,
    /** It ends the command, which needs it. */
    NEEDED
  }

  static final String STOPPED = "stopped after a request; nothing was written";

  private static final String TRAIN = "train";

  static List<Flag> flags() {
    return List.of(
        Flag.toggle("skip-broken", "leave out broken images with a warning"), batchSizeFlag());
  }

  static Flag batchSizeFlag() {
    return Flag.value("batch-size", "N", "64", "images at a time");
  }

  static Flag imagesFlag() {
    return Flag.value("images", "DIR", null, "images of a folder, labelled by its class folders");
  }

  /** Where images come from: a folder, files, or one part of a data set. */
  static List<Flag> sources() {
    List<Flag> flags = new ArrayList<>(ofFiles());
    flags.add(Flag.value("split", "NAME", "test", "with --dataset: train or test"));
    TrainFlags.data().stream()
        .filter(flag -> flags.stream().noneMatch(other -> other.name().equals(flag.name())))
        .map(Flag::withoutDefault)
        .forEach(flags::add);
    return flags;
  }

  private static List<Flag> ofFiles() {
    List<Flag> flags = new ArrayList<>(List.of(imagesFlag()));
    flags.addAll(flags());
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
      Arguments arguments, Checkpoint checkpoint, EmbeddingModel model, Console console)
      throws UsageException, IOException {
    if (!arguments.isGiven("dataset")) {
      refuseOfDataset(arguments);
      return files("images", arguments, model);
    }
    refuseOthersBeside("dataset", arguments);
    return dataset(arguments, checkpoint, console);
  }

  /** Images that an option names, and the words that are no options. */
  static ImageInput files(String flag, Arguments arguments, EmbeddingModel model)
      throws UsageException, IOException {
    return files(flag, arguments, arguments.positional(), model);
  }

  /** As above, with these words for files and folders. */
  static ImageInput files(
      String flag, Arguments arguments, List<String> words, EmbeddingModel model)
      throws UsageException, IOException {
    List<Path> places = new ArrayList<>();
    arguments.findPath(flag).ifPresent(places::add);
    places.addAll(paths(words));
    if (places.isEmpty()) {
      throw new UsageException("no images; give --" + flag + " and a file or folder");
    }
    return of(NamedImages.files(ImageFiles.list(places), model.imageSize()), arguments);
  }

  /** For an option that names all images there are. */
  static void refuseOthersBeside(String flag, Arguments arguments) throws UsageException {
    if (arguments.isGiven("images") || !arguments.positional().isEmpty()) {
      throw new UsageException("--" + flag + " does not go with other images; give one of the two");
    }
  }

  static List<Path> paths(List<String> words) throws UsageException {
    List<Path> paths = new ArrayList<>();
    for (String word : words) {
      try {
        paths.add(Path.of(word));
      } catch (InvalidPathException e) {
        throw new UsageException("'" + word + "' is not a path");
      }
    }
    return paths;
  }

  /** One part of a data set. */
  private static ImageInput dataset(Arguments arguments, Checkpoint checkpoint, Console console)
      throws UsageException, IOException {
    boolean isTrain = arguments.choice("split", List.of(TRAIN, "test")).equals(TRAIN);
    DataSource source = Datasets.changed(checkpoint.options().data().source(), arguments);
    if (isTrain && !Datasets.leavesTrainingImages(source)) {
      throw new UsageException("--test-fraction 1 leaves no training images; --split test has all");
    }
    DataSplit data = Datasets.loadAgain(checkpoint, source, console);
    return of(NamedImages.set(isTrain ? data.train() : data.test()), arguments);
  }

  private static ImageInput of(NamedImages images, Arguments arguments) throws UsageException {
    return new ImageInput(
        images,
        arguments.positive("batch-size"),
        arguments.isSet("skip-broken") ? Broken.LEFT_OUT : Broken.REFUSED);
  }

  /** Takes what the model makes of one batch after the other. */
  interface Batches {
    void add(NamedBatch batch, EmbeddedBatch embedded) throws IOException;
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
        (batch, embedded) -> {
          float[] unit = embedded.unit(batch.paths()::get);
          for (int i = 0; i < embedded.size(); i++) {
            rows.add(batch.paths().get(i), batch.labels().get(i), unit, i * embedded.width());
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
    int done = 0;
    try (ProgressBar bar = ProgressBars.images("embed", images.count(), console);
        BatchStream<NamedBatch> batches = images.open(batchSize)) {
      while (batches.hasNext()) {
        NamedBatch batch = batches.next();
        tellBroken(batch, console);
        if (!batch.planes().isEmpty()) {
          consumer.add(batch, model.embedPlanes(batch.planes(), withMirrored));
        }
        done += batch.planes().size();
        bar.stepBy(batch.planes().size() + batch.broken().size());
        if (stopRequested.getAsBoolean()) {
          throw new InterruptedIOException(STOPPED);
        }
      }
    }
    if (done == 0) {
      throw new DataException("no image is left, all " + images.count() + " are broken");
    }
    return done;
  }

  private void tellBroken(NamedBatch batch, Console console) throws DataException {
    for (String line : batch.broken()) {
      if (broken != Broken.LEFT_OUT) {
        String advice = broken == Broken.REFUSED ? "; --skip-broken leaves it out" : "";
        throw new DataException(line + advice);
      }
      console.warn("left out: " + line);
    }
  }
}
