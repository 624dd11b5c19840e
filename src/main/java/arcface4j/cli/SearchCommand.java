package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.ImageCache;
import arcface4j.eval.ExactSearch;
import arcface4j.search.EmbeddingIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Finds the images of an index that are nearest to others. */
final class SearchCommand implements Command {

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String summary() {
    return "find the images of an index that are most like others";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE --index INDEX --query IMAGE [IMAGE...] [options]";
  }

  @Override
  public String example() {
    return "arcface search --checkpoint best.ckpt --index photos.index --query cat.jpg -k 5";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model that the index was made with"));
    flags.add(Flag.value("index", "INDEX", null, "where to search"));
    flags.add(Flag.value("query", "IMAGE", null, "what to look for; a folder for all in it"));
    flags.add(Flag.value("k", "N", "10", "how many to find; all there are in a smaller index"));
    flags.add(
        Flag.toggle(
            "approximate", "by a graph beside the index, made at the first use: for large sets"));
    flags.add(
        Flag.toggle(
            "exclude-self",
            "leave out the query's own file, under whichever name it has in the index"));
    flags.add(Flag.toggle("csv", "print CSV"));
    flags.add(Flag.toggle("json", "print JSON"));
    flags.addAll(ImageInput.flags());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    return StoppableWork.show(console, stopRequested -> search(arguments, stopRequested, console));
  }

  private static String search(Arguments arguments, BooleanSupplier stopRequested, Console console)
      throws UsageException, IOException {
    int k = arguments.positive("k");
    boolean isApproximate = arguments.isSet("approximate");
    boolean excludesSelf = arguments.isSet("exclude-self");
    SearchFormat format = SearchFormat.of(arguments);
    Path file = SourceFile.of(arguments, "index");
    try (EmbeddingModel model = ComputeFlags.model(arguments, console)) {
      ImageInput input = ImageInput.files("query", arguments, model, ImageCache.none(), console);
      IndexedModel.require(EmbeddingIndex.kindOf(file), model, file);
      EmbeddingIndex index =
          isApproximate
              ? GraphProgress.read(file, false, stopRequested, console)
              : EmbeddingIndex.read(file);
      CollectedRows queries = new CollectedRows(model.width());
      boolean mirrored = index.kind().withMirrored();
      input.embed(model, mirrored, stopRequested, console, queries);
      int[] own =
          queries.paths().stream()
              .mapToInt(path -> excludesSelf ? index.entryOf(path) : ExactSearch.NOBODY)
              .toArray();
      if (excludesSelf) {
        tellUnknown(own, console);
      }
      return format.render(hits(index, queries, Math.min(k, candidates(index, own)), own));
    }
  }

  /** What every query can find; an index without entries has nothing to find. */
  private static int candidates(EmbeddingIndex index, int[] own) throws IOException {
    boolean leavesOut = Arrays.stream(own).anyMatch(entry -> entry != ExactSearch.NOBODY);
    int candidates = index.size() - (leavesOut ? 1 : 0);
    if (candidates == 0) {
      throw new IOException(
          "the index has no %sentries to find".formatted(leavesOut ? "other " : ""));
    }
    return candidates;
  }

  private static void tellUnknown(int[] own, Console console) {
    long unknown = Arrays.stream(own).filter(entry -> entry == ExactSearch.NOBODY).count();
    if (unknown > 0) {
      console.warn(
          "%d of %d queries are not in the index under their path, so nothing is left out for them"
              .formatted(unknown, own.length));
    }
  }

  private static List<SearchFormat.Hits> hits(
      EmbeddingIndex index, CollectedRows queries, int k, int[] own) throws IOException {
    List<List<ExactSearch.Neighbour>> found = index.search(queries.values(), k, own);
    List<SearchFormat.Hits> hits = new ArrayList<>();
    for (int q = 0; q < found.size(); q++) {
      List<SearchFormat.Hit> list =
          found.get(q).stream()
              .map(n -> new SearchFormat.Hit(index.path(n.row()), index.label(n.row()), n.cosine()))
              .toList();
      hits.add(new SearchFormat.Hits(queries.paths().get(q), list));
    }
    return hits;
  }
}
