package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Teaches a model a class from a few images, without training. */
final class EnrollCommand implements Command {

  @Override
  public String name() {
    return "enroll";
  }

  @Override
  public String summary() {
    return "teach a model a new class from a few images, without training";
  }

  @Override
  public String synopsis() {
    return "NAME IMAGE... --checkpoint FILE [options]";
  }

  @Override
  public String example() {
    return "arcface enroll badger badgers/1.jpg badgers/2.jpg --checkpoint best.ckpt";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model"));
    flags.add(Flag.value("out", "FILE", null, "write the model there (default: --checkpoint)"));
    flags.add(Flag.value("images", "DIR", null, "all images of a folder"));
    flags.addAll(ImageInput.flags());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    List<String> words = arguments.positional();
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw new UsageException("enroll needs the name of a class, then images");
    }
    String name = words.get(0);
    Path out = TargetFile.of(arguments, arguments.isGiven("out") ? "out" : "checkpoint");
    Checkpoint checkpoint = Checkpoint.load(arguments.path("checkpoint"));
    if (checkpoint.model().labels().indexOf(name) >= 0) {
      throw new IOException("'" + name + "' is a class that the model was trained on");
    }
    try (EmbeddingModel model =
        EmbeddingModel.of(checkpoint, ComputeFlags.read(arguments, console))) {
      ImageInput input =
          ImageInput.files("images", arguments, words.subList(1, words.size()), model);
      float[] sum = new float[model.width()];
      int images =
          input.embed(
              model, false, () -> false, console, (path, label, rows, at) -> add(rows, at, sum));
      checkpoint.write(out, checkpoint.additions().enroll(name, images, sum));
      console.result("%s: %d images enrolled in %s".formatted(name, images, out));
    }
    return 0;
  }

  private static void add(float[] rows, int offset, float[] sum) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += rows[offset + d];
    }
  }
}
