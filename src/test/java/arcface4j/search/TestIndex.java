package arcface4j.search;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes indexes without the program around them. */
final class TestIndex {

  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

  private TestIndex() {}

  /** Puts entries in. */
  interface Filling {
    void fill(IndexWriter writer) throws IOException;
  }

  /** A new index, or another one in the place of an old one. */
  static void write(Path file, int width, Filling filling) throws IOException {
    try (FileChannel channel = open(file)) {
      IndexWriter writer = IndexWriter.create(channel, new IndexKind(width, FINGERPRINT, false));
      filling.fill(writer);
      writer.commit();
    }
  }

  /** The rows [n, D] as the entries {@code dir/0}, {@code dir/1} ... */
  static void write(Path file, float[] rows, int width) throws IOException {
    write(file, width, writer -> add(writer, "dir/", "label", rows));
  }

  /** Adds rows [n, D] whose paths are the folder and their number. */
  static void add(IndexWriter writer, String folder, String label, float[] rows)
      throws IOException {
    int width = writer.kind().width();
    for (int row = 0; row < rows.length / width; row++) {
      writer.add(folder + row, label, rows, row * width);
    }
  }

  /** An empty file to write to. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }
}
