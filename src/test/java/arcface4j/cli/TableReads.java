package arcface4j.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the command line's tables for tests of other packages. */
public final class TableReads {

  private TableReads() {}

  /** Embeddings of a width and the table of their names beside them. */
  public static void embeddings(Path array, int width) throws IOException {
    new EmbeddingTable(array).read(width, (path, label, values, offset) -> {});
  }

  /** Pairs of images, each of which is known to be same or different. */
  public static void pairs(Path table) throws IOException {
    PairFile.readMarked(table);
  }
}
