package arcface4j.search;

import arcface4j.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of an index: entries that were added, with their vectors, or paths that were removed.
 * Three parts, each followed by its CRC-32C: kind, count and length of the names; the names; the
 * vectors.
 *
 * @param kind {@link #ADDED} or {@link #REMOVED}
 * @param paths of the entries
 * @param labels of the entries; empty texts where they are removed
 * @param vectorsOffset where the vectors begin in the file
 * @param end where the block ends
 * @param checksums of its three parts
 */
record IndexBlock(
    int kind,
    List<String> paths,
    List<String> labels,
    long vectorsOffset,
    long end,
    List<Integer> checksums) {

  static final int ADDED = 1;
  static final int REMOVED = 2;

  private static final int HEAD_BYTES = 12;
  private static final int CRC_BYTES = 4;

  /** What a block without entries takes: its head, and the checksums of three parts. */
  static final int LEAST_BYTES = HEAD_BYTES + 3 * CRC_BYTES;

  /**
   * Writes a block where the channel stands.
   *
   * @param vectors little-endian floats [count, D]; empty where entries are removed
   */
  static void write(
      FileChannel file, int kind, List<String> paths, List<String> labels, ByteBuffer vectors)
      throws IOException {
    ByteBuffer names = names(paths, labels);
    ByteBuffer head = IndexHeader.buffer(HEAD_BYTES);
    head.putInt(kind).putInt(paths.size()).putInt(names.limit()).flip();
    for (ByteBuffer part : List.of(head, names, vectors)) {
      int checksum = IndexHeader.checksum(part, 0, part.limit());
      AtomicFile.writeFully(file, part);
      AtomicFile.writeFully(file, IndexHeader.buffer(CRC_BYTES).putInt(checksum).flip());
    }
  }

  private static ByteBuffer names(List<String> paths, List<String> labels) {
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      texts.add(paths.get(i).getBytes(StandardCharsets.UTF_8));
      texts.add(labels.get(i).getBytes(StandardCharsets.UTF_8));
    }
    int bytes = texts.stream().mapToInt(text -> text.length + Integer.BYTES).sum();
    ByteBuffer names = IndexHeader.buffer(bytes);
    texts.forEach(text -> names.putInt(text.length).put(text));
    return names.flip();
  }

  /** Reads everything but the vectors of every block. */
  static List<IndexBlock> readAll(FileChannel file, IndexHeader header) throws IOException {
    List<IndexBlock> blocks = new ArrayList<>();
    long offset = IndexHeader.BYTES;
    for (int i = 0; i < header.blocks(); i++) {
      IndexBlock block = read(file, offset, header);
      blocks.add(block);
      offset = block.end();
    }
    if (offset != header.end()) {
      throw new IndexException("the index is damaged: its blocks do not fill it");
    }
    return blocks;
  }

  /** Reads everything but the vectors of the block at {@code offset}. */
  static IndexBlock read(FileChannel file, long offset, IndexHeader header) throws IOException {
    ByteBuffer head = part(file, offset, HEAD_BYTES, header.end());
    int kind = head.getInt();
    int count = head.getInt();
    int nameBytes = head.getInt();
    long namesOffset = offset + HEAD_BYTES + CRC_BYTES;
    ByteBuffer names = part(file, namesOffset, nameBytes, header.end());
    if ((kind != ADDED && kind != REMOVED) || count < 0) {
      throw new IndexException(
          "the index is damaged: a block of kind %d with %d entries".formatted(kind, count));
    }
    List<String> paths = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      paths.add(text(names));
      labels.add(text(names));
    }
    if (names.hasRemaining()) {
      throw new IndexException("the index is damaged: a block has bytes after its names");
    }
    long vectors = namesOffset + nameBytes + CRC_BYTES;
    long vectorBytes = kind == ADDED ? (long) count * header.kind().width() * Float.BYTES : 0;
    long end = vectors + vectorBytes + CRC_BYTES;
    if (end > header.end()) {
      throw new IndexException("the index is damaged: a block does not end within it");
    }
    List<Integer> checksums =
        List.of(
            storedChecksum(file, namesOffset - CRC_BYTES),
            storedChecksum(file, vectors - CRC_BYTES),
            storedChecksum(file, end - CRC_BYTES));
    return new IndexBlock(kind, paths, labels, vectors, end, checksums);
  }

  private static int storedChecksum(FileChannel file, long offset) throws IOException {
    return bytes(file, offset, CRC_BYTES).getInt();
  }

  /** A length is the file's word, so it is held against what is there. */
  private static String text(ByteBuffer names) throws IndexException {
    int length = names.remaining() < Integer.BYTES ? -1 : names.getInt();
    if (length < 0 || length > names.remaining()) {
      throw new IndexException("the index is damaged: a name does not end within its block");
    }
    byte[] text = new byte[length];
    names.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The vectors [count, D] of the block, in little-endian floats. */
  ByteBuffer vectors(FileChannel file) throws IOException {
    return part(file, vectorsOffset, end - vectorsOffset - CRC_BYTES, end);
  }

  /** Reads a part and compares its checksum. */
  private static ByteBuffer part(FileChannel file, long offset, long length, long end)
      throws IOException {
    if (length < 0 || length > end - offset - CRC_BYTES || length > Integer.MAX_VALUE - 16) {
      throw new IndexException("the index is damaged: a block does not end within it");
    }
    ByteBuffer bytes = bytes(file, offset, (int) length + CRC_BYTES);
    if (bytes.getInt((int) length) != IndexHeader.checksum(bytes, 0, (int) length)) {
      throw new IndexException("the index is damaged: a checksum does not fit");
    }
    return bytes.position(0).limit((int) length);
  }

  private static ByteBuffer bytes(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer bytes = IndexHeader.buffer(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) {
        throw new IndexException("the index is cut off");
      }
    }
    return bytes.flip();
  }
}
