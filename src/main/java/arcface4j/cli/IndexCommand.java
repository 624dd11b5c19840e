package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.ImageCache;
import arcface4j.io.AtomicFile;
import arcface4j.io.WriteLock;
import arcface4j.search.IndexKind;
import arcface4j.search.IndexWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes an index of images, adds to it, removes from it. */
final class IndexCommand implements Command {

  /** The index stays as it is; only its graph is made. */
  private static final String NOTHING = "nothing";

  /** Where the entries of a new index come from. */
  private static final List<String> MAKING = List.of("images", "embeddings");

  private static final List<String> SOURCES = List.of("images", "embeddings", "add", "remove");

  @Override
  public String name() {
    return "index";
  }

  @Override
  public String summary() {
    return "make an index of images to search in, add images to it or remove some";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE --out INDEX (--images DIR | --embeddings FILE | --add DIR"
        + " | --remove PATH | --approximate) [options]";
  }

  @Override
  public String example() {
    return "arcface index --checkpoint best.ckpt --images photos --out photos.index";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model; not needed to remove"));
    flags.add(Flag.value("out", "INDEX", null, "the index"));
    flags.add(ImageInput.imagesFlag());
    flags.add(
        Flag.value(
            "embeddings",
            "FILE",
            null,
            "an array of embed (model and --flip are not checked), its table beside"));
    flags.add(
        Flag.value(
            "add",
            "PATH",
            null,
            "add a file or a folder to the index; an image that is in it under any name is replaced"));
    flags.add(
        Flag.value(
            "remove",
            "PATH",
            null,
            "remove a file or all below a folder; relative entries count from the current folder"));
    flags.add(
        Flag.toggle("approximate", "bring the graph of search --approximate up to date, too"));
    flags.add(Flag.toggle("flip", "add the features of the mirrored image, here and in searches"));
    flags.addAll(ImageInput.flags());
    flags.addAll(CacheFlags.all());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    String source = source(arguments);
    Path out = output(arguments, source).path();
    boolean isApproximate = arguments.isSet("approximate");
    return StoppableWork.show(
        console,
        stopRequested -> {
          String result = change(source, out, arguments, stopRequested, console);
          if (isApproximate) {
            GraphProgress.read(out, true, stopRequested, console);
          }
          return result;
        });
  }

  /** An index that is changed may lie among what is added to it. */
  private static OutputFile output(Arguments arguments, String source)
      throws UsageException, IOException {
    if (MAKING.contains(source)) {
      return OutputFile.of(arguments, "out", OutputKind.INDEX);
    }
    OutputFile output = new OutputFile("out", arguments.path("out"), OutputKind.INDEX);
    output.require();
    return output;
  }

  private static String change(
      String source, Path out, Arguments arguments, BooleanSupplier stopRequested, Console console)
      throws UsageException, IOException {
    switch (source) {
      case NOTHING:
        return out.toString();
      case "remove":
        return remove(arguments, out);
      default:
        try (ImageCache cache = CacheFlags.open(arguments, ImageCache.none(), console);
            EmbeddingModel model = ComputeFlags.model(arguments, console)) {
          Filling filling = filling(source, arguments, model, cache, stopRequested, console);
          if (source.equals("add")) {
            add(out, model, filling);
          } else {
            create(out, model, arguments.isSet("flip"), filling);
          }
        }
        return out.toString();
    }
  }

  private static String source(Arguments arguments) throws UsageException {
    Optional<String> given = arguments.onlyOne(SOURCES);
    boolean onlyGraph =
        given.isEmpty() && arguments.isSet("approximate") && arguments.positional().isEmpty();
    if (given.isEmpty() && !onlyGraph) {
      throw new UsageException(
          "--images DIR or --embeddings FILE make an index, --add and --remove change one; give one");
    }
    String source = given.orElse(NOTHING);
    if (arguments.isGiven("flip") && !MAKING.contains(source)) {
      throw new UsageException("--flip is set when the index is made, not when it is changed");
    }
    if (source.equals("embeddings")) {
      ImageInput.refuseOthersBeside(source, arguments);
    }
    return source;
  }

  /** Puts entries in. */
  private interface Filling {
    void fill(IndexWriter writer) throws IOException;
  }

  private static Filling filling(
      String source,
      Arguments arguments,
      EmbeddingModel model,
      ImageCache cache,
      BooleanSupplier stopRequested,
      Console console)
      throws UsageException, IOException {
    if (source.equals("embeddings")) {
      EmbeddingTable table = new EmbeddingTable(SourceFile.of(arguments, "embeddings"));
      return writer ->
          table.read(
              model.width(),
              (path, label, values, offset) -> {
                if (stopRequested.getAsBoolean()) {
                  throw new InterruptedIOException(ImageInput.STOPPED);
                }
                writer.add(path, label, values, offset);
              });
    }
    ImageInput input = ImageInput.files(source, arguments, model, cache, console);
    return writer ->
        input.embed(model, writer.kind().withMirrored(), stopRequested, console, writer::add);
  }

  private static void create(Path out, EmbeddingModel model, boolean withMirrored, Filling filling)
      throws IOException {
    IndexKind kind = new IndexKind(model.width(), model.fingerprint(), withMirrored);
    WriteLock lock = WriteLock.on(out); // what another adds now would be lost
    try (lock) {
      AtomicFile.write(
          out,
          channel -> {
            IndexWriter writer = IndexWriter.create(channel, kind);
            filling.fill(writer);
            writer.commit();
          });
    }
  }

  private static void add(Path out, EmbeddingModel model, Filling filling) throws IOException {
    try (IndexWriter writer = IndexWriter.open(out)) {
      IndexedModel.require(writer.kind(), model, out);
      filling.fill(writer);
      writer.commit();
    }
  }

  private static String remove(Arguments arguments, Path out) throws UsageException, IOException {
    List<String> words = new ArrayList<>(List.of(arguments.text("remove")));
    words.addAll(arguments.positional());
    List<Path> places = ImageInput.paths(words);
    try (IndexWriter writer = IndexWriter.open(out)) {
      int removed = writer.remove(places);
      writer.commit();
      return "%d removed from %s".formatted(removed, out);
    }
  }
}
