package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.ImageCache;
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
    flags.addAll(ImageInput.sources());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    EmbeddingOutput output = EmbeddingOutput.of(arguments);
    boolean withMirrored = arguments.isSet("flip");
    Checkpoint checkpoint = Checkpoint.load(SourceFile.of(arguments, "checkpoint"));
    if (arguments.isGiven("dataset")) {
      output.requireOutside(DataFlags.changed(checkpoint.options().data().source(), arguments));
    }
    try (EmbeddingModel model = ComputeFlags.model(checkpoint, arguments, console)) {
      return StoppableWork.show(
          console,
          stopRequested -> {
            try (ImageCache cache = CacheFlags.open(arguments, ImageCache.none(), console)) {
              ImageInput input = ImageInput.of(arguments, checkpoint, model, cache, console);
              output.write(
                  model.width(),
                  rows -> input.embed(model, withMirrored, stopRequested, console, rows));
            }
            return output.file().toString();
          });
    }
  }
}
