package arcface4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file is one entry, whichever of its names it has. */
class EntryNamesTest {

  private static final String HERE = Path.of("").toAbsolutePath().toString();
  private static final float[] ONE = {1, 0};

  @TempDir Path folder;

  private EmbeddingIndex index(String... names) throws IOException {
    Path file = folder.resolve("names.index");
    TestIndex.write(file, 2, writer -> addAll(writer, names));
    return EmbeddingIndex.read(file);
  }

  private static void addAll(IndexWriter writer, String... names) throws IOException {
    for (String name : names) {
      writer.add(name, "label", ONE, 0);
    }
  }

  private static List<String> names(EmbeddingIndex index) {
    return IntStream.range(0, index.size()).mapToObj(index::path).toList();
  }

  @Test
  void aFileIsOneEntryUnderTheNameThatItHadFirst() throws IOException {
    EmbeddingIndex index =
        index("d/a", HERE + "/d/a", "./d/a", "d/../d/a", "e//a", HERE + "/../x", "../x", "d/A");
    assertEquals(List.of("d/a", "e//a", HERE + "/../x", "d/A"), names(index));
  }

  @Test
  void aFileAddedLaterIsTheEntryThatIsThere() throws IOException {
    index("d/a", "d/b");
    Path file = folder.resolve("names.index");
    try (IndexWriter writer = IndexWriter.open(file)) {
      writer.add(HERE + "/d/a", "new", ONE, 0);
      writer.remove(List.of(Path.of("d/b")));
      writer.add(HERE + "/d/b", "new", ONE, 0);
      writer.commit();
    }
    assertEquals(List.of("d/a", HERE + "/d/b"), names(EmbeddingIndex.read(file)));
  }

  @Test
  void anEntryIsFoundUnderEachOfItsNames() throws IOException {
    EmbeddingIndex index = index("d/a", HERE + "/d/b", "../c");
    for (String name : List.of("d/a", "./d/a", "d/../d/a", HERE + "/d/a")) {
      assertEquals(0, index.entryOf(name), name);
    }
    assertEquals(1, index.entryOf("d/b"));
    assertEquals(2, index.entryOf(Path.of(HERE).resolveSibling("c").toString()));
    assertEquals(ExactSearch.NOBODY, index.entryOf("c"));
  }

  @Test
  void aFolderIsWhatLiesBelowItAndNothingElse() throws IOException {
    String above = Path.of(HERE).resolveSibling("f").toString();
    List<String> names = List.of("a", "d/a", HERE + "/b", "../f/a", above + "/b", "dd", "C:\\a");
    assertEquals(
        List.of("a", "d/a", HERE + "/b", "dd", "C:\\a"), EntryNames.within(names, Path.of(".")));
    assertEquals(List.of("../f/a", above + "/b"), EntryNames.within(names, Path.of("../f")));
    assertEquals(List.of("d/a"), EntryNames.within(names, Path.of(HERE, "d")));
    assertEquals(names, EntryNames.within(names, Path.of("/")));
  }

  @Test
  void whatIsNoPathIsItsOwnName() throws IOException {
    assertEquals(List.of("a", "a\0b"), names(index("a\0b", "a", "a\0b")));
    assertEquals(List.of(), EntryNames.within(List.of("a\0b"), Path.of("/")));
  }
}
