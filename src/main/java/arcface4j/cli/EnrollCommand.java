package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.app.inspect.NearNames;
import arcface4j.data.ImageCache;
import arcface4j.data.LabelMap;
import arcface4j.io.WriteLock;
import arcface4j.train.Checkpoint;
import arcface4j.train.EnrolledClass;
import arcface4j.train.ModelAdditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    return "(NAME IMAGE... | --remove NAME) --checkpoint FILE [options]";
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
    flags.add(Flag.value("remove", "NAME", null, "forget an enrolled class"));
    flags.add(
        Flag.toggle(
            "new-class", "make the class though a known one has nearly its name: case, spaces"));
    flags.addAll(ImageInput.flags());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    boolean removes = arguments.isGiven("remove");
    if (removes) {
      ImageInput.refuseOthersBeside("remove", arguments);
    }
    String name = removes ? arguments.text("remove") : name(arguments);
    List<String> words = arguments.positional();
    List<String> images = words.subList(Math.min(1, words.size()), words.size());
    Path out = OutputFile.ofModel(arguments, images).path();
    WriteLock lock = WriteLock.on(out);
    try (lock) {
      Checkpoint checkpoint = Checkpoint.load(SourceFile.of(arguments, "checkpoint"));
      console.result(
          removes
              ? remove(name, checkpoint, out)
              : enroll(name, checkpoint, out, arguments, console));
    }
    return 0;
  }

  private static String name(Arguments arguments) throws UsageException {
    List<String> words = arguments.positional();
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw new UsageException("enroll needs the name of a class, then images");
    }
    String name = words.get(0);
    Path place = ImageInput.paths(List.of(name)).get(0);
    boolean noImages = words.size() == 1 && !arguments.isGiven("images");
    // A folder may have the name of the class whose images are in it.
    if (Files.exists(place) && (noImages || !Files.isDirectory(place))) {
      throw new UsageException(
          name + " is a file or folder; the name of the class comes before the images");
    }
    return name;
  }

  private static String remove(String name, Checkpoint checkpoint, Path out) throws IOException {
    ModelAdditions additions = checkpoint.additions();
    List<String> enrolled = additions.enrolled().stream().map(EnrolledClass::name).toList();
    if (!enrolled.contains(name)) {
      String twin =
          NearNames.twin(enrolled, name).map(t -> "; did you mean '" + t + "'?").orElse("");
      throw new IOException(
          enrolled.isEmpty()
              ? "'" + name + "' is not enrolled; no class is"
              : "'%s' is not among the enrolled classes %s%s"
                  .formatted(name, LabelMap.describe(enrolled), twin));
    }
    checkpoint.write(out, additions.without(name));
    return "%s: no longer enrolled in %s".formatted(name, out);
  }

  private static String enroll(
      String name, Checkpoint checkpoint, Path out, Arguments arguments, Console console)
      throws UsageException, IOException {
    List<String> trained = checkpoint.model().labels().names();
    if (trained.contains(name)) {
      throw new IOException("'" + name + "' is a class that the model was trained on");
    }
    if (!arguments.isSet("new-class")) {
      requireNoTwin(name, trained, checkpoint.additions());
    }
    try (EmbeddingModel model = ComputeFlags.model(checkpoint, arguments, console)) {
      List<String> words = arguments.positional();
      ImageInput input =
          ImageInput.files(
              "images",
              arguments,
              words.subList(1, words.size()),
              model,
              ImageCache.none(),
              console);
      requireOneClass(name, input.images().labelMap());
      float[] sum = new float[model.width()];
      int images =
          input.embed(
              model, false, () -> false, console, (path, label, rows, at) -> add(rows, at, sum));
      checkpoint.write(out, checkpoint.additions().enroll(name, images, sum));
      return "%s: %d images enrolled in %s".formatted(name, images, out);
    }
  }

  /** A slip of the pen must not make a class of its own. */
  private static void requireNoTwin(String name, List<String> trained, ModelAdditions additions)
      throws UsageException {
    List<String> enrolled = additions.enrolled().stream().map(EnrolledClass::name).toList();
    List<String> known = Stream.concat(trained.stream(), enrolled.stream()).toList();
    Optional<String> twin = NearNames.twin(known, name);
    if (twin.isPresent() && !enrolled.contains(name)) {
      throw new UsageException(
          "'%s' is nearly the class '%s'; write it so, or give --new-class to make another one"
              .formatted(name, twin.get()));
    }
  }

  /** A folder of class folders is not one class. */
  private static void requireOneClass(String name, LabelMap folders) throws UsageException {
    if (folders.size() > 1) {
      throw new UsageException(
          "'%s' would be of the images of %d folders %s; give the folder of one class, or each by itself"
              .formatted(name, folders.size(), folders.describe()));
    }
  }

  private static void add(float[] rows, int offset, float[] sum) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += rows[offset + d];
    }
  }
}
