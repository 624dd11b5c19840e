package arcface4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingIndexTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("some.index");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "7, 3, 7", "13, 5, 4", "4099, 2, 11", "600, 17, 600"})
  void theNearestAreThoseOfASortByCosine(int count, int width, int k) throws IOException {
    float[] rows = rows(count, width, 1);
    create(rows, width);
    EmbeddingIndex index = EmbeddingIndex.read(file);
    float[] queries = rows(5, width, 2);
    int[] leftOut = {-1, -1, -1, -1, -1};

    List<List<ExactSearch.Neighbour>> found = index.search(queries, k, leftOut);

    for (int q = 0; q < 5; q++) {
      int query = q;
      List<Integer> sorted =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparing(g -> -dot(queries, query, rows, g, width)))
              .toList();
      for (int rank = 0; rank < k; rank++) {
        ExactSearch.Neighbour hit = found.get(q).get(rank);
        double slow = dot(queries, q, rows, sorted.get(rank), width);
        assertEquals(slow, hit.cosine(), 1e-6);
        assertEquals(slow, dot(queries, q, rows, hit.row(), width), 1e-6);
      }
    }
  }

  @Test
  void equalCosinesAreInTheOrderOfTheEntriesAndSelfIsLeftOut() throws IOException {
    create(new float[] {1, 0, 0, 1, 1, 0, 1, 0}, 2);
    EmbeddingIndex index = EmbeddingIndex.read(file);

    assertEquals(List.of(0, 2, 3), rowsOf(index, 3, -1));
    assertEquals(List.of(0, 3, 1), rowsOf(index, 3, 2));
    assertEquals(List.of(0, 3, 1), rowsOf(index, 4, 2), "all that is left");
    assertEquals(List.of(0, 2, 3, 1), rowsOf(index, 5, -1), "all there are");
    assertThrows(IllegalArgumentException.class, () -> rowsOf(index, 0, -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFileSaysWhetherItsVectorsAreThoseOfMirrorImagesToo(boolean withMirrored)
      throws IOException {
    IndexKind kind = new IndexKind(2, "0123456789abcdef".repeat(4), withMirrored);
    try (FileChannel channel = TestIndex.open(file)) {
      IndexWriter.create(channel, kind).commit();
    }
    assertEquals(kind, EmbeddingIndex.read(file).kind());
  }

  @Test
  void whatIsAddedRemovedAndReplacedLaterCounts() throws IOException {
    create(new float[] {1, 0, 0, 1, -1, 0}, 2);
    byte[] before = Files.readAllBytes(file);
    try (IndexWriter writer = IndexWriter.open(file)) {
      assertEquals(1, writer.remove(List.of(Path.of("dir/1"))));
      writer.add("dir/0", "new", new float[] {0, -2}, 0);
      writer.add("other", "", new float[] {0.6f, 0.8f}, 0);
      writer.commit();
    }

    EmbeddingIndex index = EmbeddingIndex.read(file);
    assertEquals(3, index.size());
    assertEquals(List.of("dir/2", "dir/0", "other"), paths(index));
    assertEquals("new", index.label(index.entryOf("dir/0")));
    float[] down = {0, -1};
    assertEquals(1f, index.search(down, 1, new int[] {-1}).get(0).get(0).cosine());
    byte[] after = Files.readAllBytes(file);
    int head = IndexHeader.BYTES;
    assertTrue(
        Arrays.equals(before, head, before.length, after, head, before.length),
        "what was there is not written again");
  }

  @Test
  void aFolderIsRemovedWholeAndAnUnknownPathIsRefused() throws IOException {
    create(new float[] {1, 0, 0, 1, -1, 0}, 2);
    try (IndexWriter writer = IndexWriter.open(file)) {
      writer.add("dirt", "", new float[] {1, 1}, 0);
      assertEquals(3, writer.remove(List.of(Path.of("dir/"))));
      IndexException unknown =
          assertThrows(IndexException.class, () -> writer.remove(List.of(Path.of("dir/0"))));
      assertTrue(unknown.getMessage().contains("no entry dir/0"), unknown.getMessage());
      writer.commit();
    }
    assertEquals(List.of("dirt"), paths(EmbeddingIndex.read(file)));
  }

  @Test
  void aWriterThatDoesNotCommitChangesNothing() throws IOException {
    create(new float[] {1, 0, 0, 1}, 2);
    try (IndexWriter writer = IndexWriter.open(file)) {
      writer.add("late", "", new float[] {1, 1}, 0);
      writer.remove(List.of(Path.of("dir/0")));
    }
    assertEquals(List.of("dir/0", "dir/1"), paths(EmbeddingIndex.read(file)));
    try (IndexWriter writer = IndexWriter.open(file)) {
      writer.add("later", "", new float[] {1, 1}, 0);
      writer.commit();
    }
    assertEquals(List.of("dir/0", "dir/1", "later"), paths(EmbeddingIndex.read(file)));
  }

  @Test
  void twoWritersAtATimeAreRefused() throws IOException {
    create(new float[] {1, 0}, 2);
    try (IndexWriter first = IndexWriter.open(file)) {
      IOException second = assertThrows(IOException.class, () -> IndexWriter.open(file));
      assertTrue(second.getMessage().contains("another process"), second.getMessage());
      first.commit();
    }
  }

  @Test
  void anIndexThatIsCutOffAnywhereIsRefused() throws IOException {
    create(new float[] {1, 0, 0, 1, -1, 0}, 2);
    try (IndexWriter writer = IndexWriter.open(file)) {
      writer.remove(List.of(Path.of("dir/1")));
      writer.commit();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      IndexException refused =
          assertThrows(IndexException.class, () -> EmbeddingIndex.read(file), length + " bytes");
      assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
      assertThrows(IndexException.class, () -> IndexWriter.open(file), length + " bytes");
      assertEquals(length, Files.size(file), "what is cut off stays as it is");
    }
  }

  @Test
  void anIndexWithAnyByteChangedIsRefused() throws IOException {
    create(new float[] {1, 0, 0, 1, -1, 0}, 2);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      boolean unused = i >= 56 && i < 64 || i >= 80 && i < IndexHeader.BYTES;
      if (!unused) {
        byte[] changed = whole.clone();
        changed[i] ^= 0x10;
        Files.write(file, changed);
        assertThrows(IndexException.class, () -> EmbeddingIndex.read(file), "byte " + i);
      }
    }
  }

  @Test
  void aVectorWithoutDirectionIsRefusedByItsPath() throws IOException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 0}) {
      IndexException refused =
          assertThrows(IndexException.class, () -> create(new float[] {1, 0, value, 0}, 2));
      assertTrue(refused.getMessage().contains("the embedding of dir/1 is"), refused.getMessage());
    }
  }

  private void create(float[] rows, int width) throws IOException {
    TestIndex.write(file, rows, width);
  }

  private static List<Integer> rowsOf(EmbeddingIndex index, int k, int leftOut) throws IOException {
    return index.search(new float[] {1, 0}, k, new int[] {leftOut}).get(0).stream()
        .map(ExactSearch.Neighbour::row)
        .toList();
  }

  private static List<String> paths(EmbeddingIndex index) {
    return IntStream.range(0, index.size()).mapToObj(index::path).toList();
  }

  private static float[] rows(int count, int width, long seed) {
    Random random = new Random(seed);
    float[] rows = new float[count * width];
    for (int row = 0; row < count; row++) {
      double squares = 0;
      for (int d = 0; d < width; d++) {
        rows[row * width + d] = (float) random.nextGaussian();
        squares += rows[row * width + d] * rows[row * width + d];
      }
      for (int d = 0; d < width; d++) {
        rows[row * width + d] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  private static double dot(float[] a, int i, float[] b, int j, int width) {
    double sum = 0;
    for (int d = 0; d < width; d++) {
      sum += (double) a[i * width + d] * b[j * width + d];
    }
    return sum;
  }
}
