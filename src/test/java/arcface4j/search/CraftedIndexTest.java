package arcface4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files whose checksums fit and whose lengths lie: refused before memory is taken on their word.
 */
class CraftedIndexTest {

  private static final int[] LIES = {Integer.MIN_VALUE, -1, 0, 77, 1 << 20, Integer.MAX_VALUE};
  private static final int HEAD = IndexHeader.BYTES;
  private static final int NAMES = HEAD + 12 + 4;

  @TempDir Path folder;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("some.index");
    TestIndex.write(file, new float[] {1, 0, 0, 1, -1, 0}, 2);
    whole = Files.readAllBytes(file);
  }

  @Test
  void everyLengthOfABlockIsHeldAgainstTheFile() throws IOException {
    int nameBytes = ints(whole).getInt(HEAD + 8);
    for (int lie : LIES) {
      for (int field = 0; field < 3; field++) { // kind, count, bytes of the names
        refused(patched(HEAD + 4 * field, lie, HEAD, 12));
      }
      refused(patched(NAMES, lie, NAMES, nameBytes)); // the first path's length
      refused(patched(NAMES + 4 + "dir/0".length(), lie, NAMES, nameBytes)); // its label's
    }
  }

  @Test
  void everyLengthOfTheHeadIsHeldAgainstTheFile() throws IOException {
    for (int lie : LIES) {
      refused(patched(12, lie, 0, 52)); // the width
      refused(patched(HEAD / 2, lie, HEAD / 2, 12)); // where the file ends
      refused(patched(HEAD / 2 + 4, lie == 0 ? 1 : lie, HEAD / 2, 12));
      refused(patched(HEAD / 2 + 8, lie, HEAD / 2, 12)); // blocks
    }
  }

  private byte[] patched(int at, int value, int from, int length) {
    byte[] changed = whole.clone();
    CRC32C crc = new CRC32C();
    crc.update(changed, from, length);
    assertEquals((int) crc.getValue(), ints(changed).getInt(from + length), "checksum at " + from);
    ints(changed).putInt(at, value);
    crc.reset();
    crc.update(changed, from, length);
    ints(changed).putInt(from + length, (int) crc.getValue());
    return changed;
  }

  private void refused(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    IndexException e = assertThrows(IndexException.class, () -> EmbeddingIndex.read(file));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
  }

  private static ByteBuffer ints(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void everyNumberOfAGraphIsReadOrRefused() throws IOException {
    Path place = folder.resolve("some.graph");
    float[][] rows = new float[300][];
    Random random = new Random(1);
    for (int i = 0; i < rows.length; i++) {
      double angle = random.nextDouble() * 2 * Math.PI;
      rows[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
    NeighbourGraph graph = NeighbourGraph.build(rows, linked -> {});
    BeamChoice choice = new BeamChoice(16, 1, 0.01);
    try (FileChannel channel =
        FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      new GraphFile("ab".repeat(32), 1, rows.length, choice, graph.levels()).writeTo(channel);
    }
    byte[] bytes = Files.readAllBytes(place);
    int refused = 0;
    for (int at = 48; at < bytes.length - 4; at += at < 128 ? 4 : 148) {
      for (int lie : LIES) {
        refused += isRefused(place, bytes, at, lie, rows) ? 1 : 0;
      }
    }
    assertTrue(refused > 100, refused + " refused");
  }

  /** Whether it is refused; what is read can be walked. */
  private static boolean isRefused(Path place, byte[] bytes, int at, int lie, float[][] rows)
      throws IOException {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).putInt(at, lie);
    CRC32C crc = new CRC32C();
    crc.update(changed, 0, changed.length - 4);
    ByteBuffer.wrap(changed).putInt(changed.length - 4, (int) crc.getValue());
    Files.write(place, changed);
    try {
      GraphFile read = GraphFile.read(place);
      for (int row = 0; row < rows.length; row += 50) {
        float[] query = rows[row];
        NeighbourGraph.of(rows, read.levels()).nearest(query, 5, 16, node -> true);
      }
      return false;
    } catch (IndexException e) {
      return true;
    }
  }

  @Test
  void anIndexWithoutEntriesSaysSo() throws IOException {
    TestIndex.write(file, 2, writer -> {});
    EmbeddingIndex empty = EmbeddingIndex.read(file);
    IndexException e =
        assertThrows(
            IndexException.class,
            () -> empty.search(new float[] {1, 0}, 10, ExactSearch.nobody(1)));
    assertEquals("the index has no entries, so nothing can be found in it", e.getMessage());
  }

  @Test
  void moreEntriesThanABlockHoldsAreRemovedAtOnce() throws IOException {
    int count = 9000;
    float[] rows = new float[count];
    Arrays.fill(rows, 1);
    TestIndex.write(file, rows, 1);
    try (IndexWriter writer = IndexWriter.open(file)) {
      assertEquals(count, writer.remove(List.of(Path.of("dir"))));
      writer.commit();
    }
    assertEquals(0, EmbeddingIndex.read(file).size());
  }
}
