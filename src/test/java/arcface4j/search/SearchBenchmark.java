package arcface4j.search;

import static arcface4j.eval.ExactSearch.nobody;

import arcface4j.eval.ExactSearch.Neighbour;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures indexes of made vectors of width 512: no test, a program whose numbers stand in {@code
 * docs/performance.md}. Arguments: {@code build|exact|approximate random|clustered COUNT INDEX},
 * each a process of its own, in this order; {@code approximate} also compares with an exact search.
 */
final class SearchBenchmark {

  private static final int WIDTH = 512;
  private static final int K = 10;
  private static final int ROWS_PER_CENTRE = 100;
  private static final int QUERIES = 1000;
  private static final int ROUNDS = 5;

  private SearchBenchmark() {}

  /** Something that takes time. */
  private interface Work<T> {
    T run() throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[2]);
    Path file = Path.of(arguments[3]);
    VectorMixture mixture =
        VectorMixture.of(arguments[1], Math.max(1, count / ROWS_PER_CENTRE), WIDTH, 1);
    switch (arguments[0]) {
      case "build" -> timed("build", () -> build(file, mixture, count));
      case "exact" -> searches("exact", timed("load", () -> EmbeddingIndex.read(file)), mixture);
      case "approximate" -> approximate(file, mixture);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .forEach(System.out::println);
  }

  private static long build(Path file, VectorMixture mixture, int count) throws IOException {
    Random random = new Random(2);
    TestIndex.write(
        file,
        WIDTH,
        writer -> {
          for (int row = 0; row < count; row++) {
            writer.add("images/%07d.jpg".formatted(row), "class", mixture.next(random), 0);
          }
        });
    print("MiB of index", Files.size(file) / (double) (1 << 20));
    return count;
  }

  private static void approximate(Path file, VectorMixture mixture) throws IOException {
    if (!Files.exists(GraphFile.beside(file))) {
      timed("load, link, store", () -> EmbeddingIndex.readWithGraph(file, true, new Console()));
    }
    print("MiB of graph", Files.size(GraphFile.beside(file)) / (double) (1 << 20));
    EmbeddingIndex index =
        timed("load with graph", () -> EmbeddingIndex.readWithGraph(file, true, new Console()));
    List<List<Neighbour>> found = searches("approximate", index, mixture);
    List<List<Neighbour>> truth = searches("exact", EmbeddingIndex.read(file), mixture);
    long hits = 0;
    for (int q = 0; q < QUERIES; q++) {
      hits += found.get(q).stream().filter(truth.get(q)::contains).count();
    }
    print("recall@10 over 1000 queries", hits / (double) (K * QUERIES));
  }

  private static List<List<Neighbour>> searches(
      String kind, EmbeddingIndex index, VectorMixture mixture) throws IOException {
    float[] queries = mixture.rows(QUERIES, 3);
    for (int round = 0; round < ROUNDS; round++) {
      float[] one = Arrays.copyOfRange(queries, round * WIDTH, (round + 1) * WIDTH);
      timed(kind + ", 1 query", () -> index.search(one, K, nobody(1)));
    }
    return timed(kind + ", 1000 queries", () -> index.search(queries, K, nobody(QUERIES)));
  }

  private static <T> T timed(String what, Work<T> work) throws IOException {
    long start = System.nanoTime();
    T result = work.run();
    print("s " + what, (System.nanoTime() - start) / 1e9);
    return result;
  }

  private static void print(String what, double value) {
    System.out.printf(Locale.ROOT, "%10.4f %s%n", value, what);
  }

  /** Tells on standard output. */
  private static final class Console implements GraphHost {
    @Override
    public void tell(String line) {
      System.out.println(line);
    }

    @Override
    public void prepare(Path target) {}

    @Override
    public void progress(int done, int total) {}

    @Override
    public void store(Path target, Body body) throws IOException {
      try (FileChannel channel =
          FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        body.writeTo(channel);
      }
    }
  }
}
