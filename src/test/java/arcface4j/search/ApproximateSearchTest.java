package arcface4j.search;

import static arcface4j.eval.ExactSearch.nobody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.eval.ExactSearch.Neighbour;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApproximateSearchTest {

  private static final int WIDTH = 24;

  @TempDir Path folder;
  private Path file;
  private Path graph;
  private final Host host = new Host();

  @BeforeEach
  void nameFiles() {
    file = folder.resolve("some.index");
    graph = folder.resolve("some.index.graph");
  }

  @ParameterizedTest
  @CsvSource({"clustered, 4001", "random, 1500"})
  void nearlyAllOfTheTrueNearestAreFound(String kind, int count) throws IOException {
    int queryCount = 200;
    VectorMixture mixture = VectorMixture.of(kind, count / 50, WIDTH, 5);
    create(mixture.rows(count, 1));
    float[] queries = mixture.rows(queryCount, 2);
    int[] nobody = nobody(queryCount);
    List<List<Neighbour>> exact = EmbeddingIndex.read(file).search(queries, 10, nobody);

    EmbeddingIndex index = open();
    List<List<Neighbour>> found = index.search(queries, 10, nobody);

    long hits = 0;
    for (int q = 0; q < queryCount; q++) {
      List<Neighbour> truth = exact.get(q);
      hits += found.get(q).stream().filter(truth::contains).count();
      assertEquals(10, found.get(q).size());
    }
    double recall = hits / (10.0 * queryCount); // 0.9965 to 0.998 in 90 builds, no two alike
    assertTrue(recall >= 0.98, kind + ": recall@10 " + recall + "; " + host.told);
    assertEquals(kind.equals("clustered"), GraphFile.read(graph).choice().pays(), host.told + "");
    assertEquals(kind.equals("random"), host.told.contains(EmbeddingIndex.NO_WALK));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 11, 40})
  void aSmallGraphFindsWhatAComparisonOfAllFinds(int count) throws IOException {
    float[] rows = VectorMixture.of("random", 1, WIDTH, 5).rows(count, 1);
    create(rows);
    EmbeddingIndex exact = EmbeddingIndex.read(file);
    Neighbours approximate = byGraph(build());
    for (int k = 1; k <= count; k++) {
      assertEquals(
          exact.search(rows, k, nobody(count)), approximate.search(rows, k, nobody(count)));
    }
    EmbeddingIndex index = open();
    assertEquals(
        exact.search(rows, count, nobody(count)), index.search(rows, count + 1, nobody(count)));
  }

  @Test
  void copiesOfOneImageAreAllFound() throws IOException {
    float[] rows = new float[300 * WIDTH];
    for (int row = 0; row < 300; row++) {
      rows[row * WIDTH + (row < 250 ? 0 : 1)] = 1;
    }
    create(rows);
    float[] query = Arrays.copyOf(rows, WIDTH);

    List<Neighbour> found = byGraph(build()).search(query, 60, nobody(1)).get(0);

    assertEquals(60, found.stream().map(Neighbour::row).distinct().count());
    assertTrue(found.stream().allMatch(hit -> hit.cosine() == 1), found.toString());
  }

  @Test
  void aGraphIsMadeOnceAndUsedAgain() throws IOException {
    create(VectorMixture.of("clustered", 10, WIDTH, 5).rows(500, 1));
    open();
    assertTrue(host.told.get(0).contains("some.index.graph is not there yet"), host.told + "");
    assertTrue(host.last > 0, "progress is shown");
    byte[] stored = Files.readAllBytes(graph);

    host.told.clear();
    open();
    assertEquals(List.of(EmbeddingIndex.NO_WALK), host.told);
    assertEquals(-1, Files.mismatch(graph, Files.write(folder.resolve("copy"), stored)));
  }

  @Test
  void whatIsRemovedIsNeverFoundAndWhatIsAddedIs() throws IOException {
    VectorMixture mixture = VectorMixture.of("clustered", 10, WIDTH, 5);
    float[] rows = mixture.rows(400, 1);
    create(rows);
    GraphFile before = build();
    List<String> removed = List.of("dir/0", "dir/7", "dir/399");
    float[] late = mixture.rows(3, 9);
    float[] replacement = mixture.rows(1, 10);
    try (IndexWriter writer = IndexWriter.open(file)) {
      writer.remove(removed.stream().map(Path::of).toList());
      TestIndex.add(writer, "late/", "late", late);
      writer.add("dir/20", "new", replacement, 0);
      writer.commit();
    }

    Neighbours walking = byGraph(before);

    EmbeddingIndex exact = EmbeddingIndex.read(file);
    for (float[] queries : List.of(late, replacement)) {
      int count = queries.length / WIDTH;
      assertEquals(
          exact.search(queries, 1, nobody(count)), walking.search(queries, 1, nobody(count)));
    }
    float[] first = Arrays.copyOf(rows, WIDTH);
    List<Neighbour> everything = walking.search(first, 400, nobody(1)).get(0);
    assertEquals(exact.search(first, 400, nobody(1)).get(0), everything);
    for (String path : List.of("late/1", "dir/20", "dir/21", "dir/22", "dir/23", "dir/24")) {
      int self = exact.entryOf(path);
      List<Neighbour> others = walking.search(first, 399, new int[] {self}).get(0);
      assertEquals(399, others.size());
      assertTrue(others.stream().noneMatch(hit -> hit.row() == self), path);
    }
  }

  @Test
  void aGraphThatMissesATenthIsMadeAnewAndOneThatShallBeUpToDateAtOnce() throws IOException {
    VectorMixture mixture = VectorMixture.of("clustered", 10, WIDTH, 5);
    create(mixture.rows(200, 1));
    open();
    add(mixture.rows(5, 2), "few/");
    host.told.clear();
    EmbeddingIndex.readWithGraph(file, true, host);
    assertTrue(host.told.get(0).contains("5 entries were added or removed since"), host.told + "");

    add(mixture.rows(30, 3), "many/");
    host.told.clear();
    open();
    assertTrue(host.told.get(0).contains("30 entries were added or removed since"), host.told + "");
  }

  @Test
  void theGraphOfAnotherIndexIsNotUsed() throws IOException {
    VectorMixture mixture = VectorMixture.of("clustered", 10, WIDTH, 5);
    create(mixture.rows(100, 1));
    open();
    create(mixture.rows(100, 2));
    host.told.clear();

    open();
    assertTrue(host.told.get(0).contains("the graph is not that of this index"), host.told + "");
  }

  @Test
  void aGraphThatIsCutOffAnywhereIsMadeAnewAfterOneLine() throws IOException {
    TestIndex.write(file, VectorMixture.of("random", 1, 3, 5).rows(30, 1), 3);
    open();
    byte[] whole = Files.readAllBytes(graph);
    for (int length = 0; length < whole.length; length++) {
      Files.write(graph, Arrays.copyOf(whole, length));
      GraphFile.requireGraph(graph);
      IndexException cut = assertThrows(IndexException.class, () -> GraphFile.read(graph));
      assertEquals("the graph is cut off", cut.getMessage(), length + " bytes");
    }
    host.told.clear();
    open();
    assertTrue(host.told.get(0).endsWith("the graph is cut off; it is made anew"), host.told + "");
  }

  @Test
  void aGraphWithAnyByteChangedIsRefused() throws IOException {
    TestIndex.write(file, VectorMixture.of("random", 1, 3, 5).rows(30, 1), 3);
    open();
    byte[] whole = Files.readAllBytes(graph);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x10;
      Files.write(graph, changed);
      assertThrows(
          IndexException.class,
          () -> {
            GraphFile.requireGraph(graph);
            GraphFile.read(graph);
          },
          "byte " + i);
    }
  }

  @Test
  void aFileThatIsNoGraphIsNotWrittenOver() throws IOException {
    create(VectorMixture.of("random", 1, WIDTH, 5).rows(30, 1));
    Files.writeString(graph, "my notes");
    IndexException refused = assertThrows(IndexException.class, this::open);
    assertTrue(refused.getMessage().startsWith(graph + ": it is no graph"), refused.getMessage());
    assertEquals("my notes", Files.readString(graph));
  }

  @Test
  void anIndexWithoutEntriesHasNoGraph() throws IOException {
    create(new float[0]);
    IndexException refused = assertThrows(IndexException.class, this::open);
    assertTrue(refused.getMessage().contains("has no entries"), refused.getMessage());
  }

  @Test
  void aStopLeavesNoGraph() throws IOException {
    create(VectorMixture.of("random", 1, WIDTH, 5).rows(200, 1));
    host.stops = true;
    assertThrows(InterruptedIOException.class, this::open);
    assertFalse(Files.exists(graph));
  }

  @Test
  void aGraphThatCannotBeStoredIsNotMade() throws IOException {
    create(VectorMixture.of("random", 1, WIDTH, 5).rows(200, 1));
    host.refuses = true;
    assertThrows(IOException.class, this::open);
    assertEquals(0, host.last);
  }

  private EmbeddingIndex open() throws IOException {
    return EmbeddingIndex.readWithGraph(file, false, host);
  }

  private GraphFile build() throws IOException {
    try (IndexFile index = IndexFile.open(file)) {
      return GraphFile.build(index, covered(index, index.blocks()), host);
    }
  }

  private Neighbours byGraph(GraphFile stored) throws IOException {
    try (IndexFile index = IndexFile.open(file)) {
      return new GraphNeighbours(covered(index, stored.blocks()), stored);
    }
  }

  private static CoveredRows covered(IndexFile index, int blocks) throws IOException {
    AtomicInteger next = new AtomicInteger();
    return CoveredRows.read(index, blocks, (path, label, vector) -> next.getAndIncrement());
  }

  private void create(float[] rows) throws IOException {
    TestIndex.write(file, rows, WIDTH);
  }

  private void add(float[] rows, String folderName) throws IOException {
    try (IndexWriter writer = IndexWriter.open(file)) {
      TestIndex.add(writer, folderName, "", rows);
      writer.commit();
    }
  }

  /** Remembers what it was told. */
  private static final class Host implements GraphHost {
    final List<String> told = new ArrayList<>();
    boolean refuses;
    volatile int last;
    boolean stops;

    @Override
    public void tell(String line) {
      told.add(line);
    }

    @Override
    public void prepare(Path target) throws IOException {
      if (refuses) {
        throw new IOException("nothing can be stored at " + target);
      }
    }

    @Override
    public void progress(int done, int total) throws IOException {
      last = done;
      if (stops) {
        throw new InterruptedIOException("stopped");
      }
    }

    @Override
    public void store(Path target, Body body) throws IOException {
      try (FileChannel channel = TestIndex.open(target)) {
        body.writeTo(channel);
      }
    }
  }
}
