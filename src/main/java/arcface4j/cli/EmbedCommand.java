package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.model.Compute;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns images into embeddings of length one. */
final class EmbedCommand implements Command {

  @Override
  public String name() {
    return "embed";
  }

  @Override
  public String summary() {
    return "turn images into embeddings: .npy with a table, .csv, or the projector's .tsv";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE --out FILE (--images DIR | --dataset NAME | IMAGE...) [options]";
  }

  @Override
  public String example() {
    return "arcface embed --checkpoint best.ckpt --images photos --out photos.npy";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model"));
    flags.add(Flag.value("out", "FILE", null, "where the vectors go"));
    flags.add(Flag.value("format", "NAME", null, "npy, csv or tsv (default: by --out's ending)"));
    flags.add(Flag.toggle("flip", "add the features of the mirrored image"));
    flags.addAll(sources());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  /** Where images come from: a folder, files, or one part of a data set. */
  static List<Flag> sources() {
    List<Flag> flags = new ArrayList<>(List.of(ImageInput.imagesFlag()));
    flags.addAll(ImageInput.flags());
    flags.add(Flag.value("split", "NAME", "test", "with --dataset: train or test"));
    TrainFlags.data().stream()
        .filter(flag -> flags.stream().noneMatch(other -> other.name().equals(flag.name())))
        .map(Flag::withoutDefault)
        .forEach(flags::add);
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    EmbeddingOutput output = EmbeddingOutput.of(arguments);
    boolean withMirrored = arguments.isSet("flip");
    Checkpoint checkpoint = Checkpoint.load(arguments.path("checkpoint"));
    Compute compute = ComputeFlags.read(arguments, console);
    try (EmbeddingModel model = EmbeddingModel.of(checkpoint, compute)) {
      return StoppableWork.show(
          console,
          stopRequested -> {
            ImageInput input = input(arguments, checkpoint, model, console);
            output.write(
                model.width(),
                rows -> input.embed(model, withMirrored, stopRequested, console, rows));
            return output.file().toString();
          });
    }
  }

  /** What would be ignored where the images are files. */
  static void refuseOfDataset(Arguments arguments) throws UsageException {
    List<Flag> ofFiles = new ArrayList<>(ImageInput.flags());
    ofFiles.add(ImageInput.imagesFlag());
    for (Flag flag : sources()) {
      if (arguments.isGiven(flag.name()) && !ofFiles.contains(flag)) {
        throw new UsageException("--" + flag.name() + " goes with --dataset, not with files");
      }
    }
  }

  static ImageInput input(
      Arguments arguments, Checkpoint checkpoint, EmbeddingModel model, Console console)
      throws UsageException, IOException {
    if (!arguments.isGiven("dataset")) {
      refuseOfDataset(arguments);
      return ImageInput.files("images", arguments, model);
    }
    ImageInput.refuseOthersBeside("dataset", arguments);
    return ImageInput.dataset(arguments, checkpoint, console);
  }
}
