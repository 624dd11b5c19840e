package arcface4j.search;

import arcface4j.io.FileName;
import arcface4j.io.NamedChannel;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The graph of an index in a file beside it, {@code INDEX.graph}: links alone, no vectors. The
 * index stays the truth; the file can be deleted at any time and is made again. It names the state
 * of the index that it was made from, by the checksums of the blocks that were there, so a graph of
 * another index is never used. What is appended to the index later does not make it wrong: {@link
 * GraphNeighbours} looks at the rest of the index itself.
 *
 * <p>Big-endian: magic, version, state, blocks, nodes, beam, recall, compared, the links, and a
 * CRC-32C of everything before it.
 *
 * @param state of the index, see {@link IndexFile#state}
 * @param blocks of the index that the graph covers
 * @param nodes rows in the graph
 * @param choice how wide a walk has to be
 * @param levels the links
 */
record GraphFile(String state, int blocks, int nodes, BeamChoice choice, GraphLevels levels) {

  private static final Magic MAGIC = new Magic("AF4JGRPH");
  private static final int VERSION = 1;
  private static final int STATE_BYTES = 32;
  private static final int BUFFER_BYTES = 1 << 16;

  static Path beside(Path index) {
    return FileName.beside(index, "", ".graph");
  }

  static boolean isGraph(Path file) throws IOException {
    return MAGIC.begins(file);
  }

  /** Refuses a file that is something else, which must not be written over. */
  static void requireGraph(Path file) throws IOException {
    if (!isGraph(file)) {
      throw new IndexException("it is no graph of an index and in the way of one").in(file);
    }
  }

  /** Links the rows and chooses the beam. */
  static GraphFile build(IndexFile file, CoveredRows rows, GraphHost host) throws IOException {
    float[][] nodes = rows.nodes();
    NeighbourGraph.Progress progress = linked -> host.progress(linked, nodes.length);
    NeighbourGraph graph = NeighbourGraph.build(nodes, progress);
    BeamChoice choice = BeamChoice.of(graph, nodes, rows.rest(), progress);
    int blocks = file.blocks();
    return new GraphFile(file.state(blocks), blocks, nodes.length, choice, graph.levels());
  }

  /** What came of it, for the user. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%d linked; a walk with beam %d finds %.1f %% of the true %d nearest and compares %.1f %%"
            + " of all",
        nodes,
        choice.beam(),
        100 * choice.recall(),
        BeamChoice.K,
        100 * choice.compared());
  }

  void writeTo(FileChannel channel) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(Channels.newOutputStream(channel), new CRC32C());
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER_BYTES));
    out.write(MAGIC.bytes());
    out.writeInt(VERSION);
    out.write(HexFormat.of().parseHex(state));
    out.writeInt(blocks);
    out.writeInt(nodes);
    out.writeInt(choice.beam());
    out.writeDouble(choice.recall());
    out.writeDouble(choice.compared());
    levels.write(out);
    out.flush();
    out.writeInt((int) checked.getChecksum().getValue());
    out.flush();
  }

  /**
   * Reads a graph.
   *
   * @throws IndexException if it is cut off, damaged or of another version
   */
  static GraphFile read(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    try (InputStream bytes = new BufferedInputStream(NamedChannel.input(file), BUFFER_BYTES)) {
      DataInputStream in = new DataInputStream(new CheckedInputStream(bytes, checksum));
      GraphFile graph = read(in, Files.size(file) / Integer.BYTES);
      int expected = (int) checksum.getValue();
      if (in.readInt() != expected) {
        throw new IndexException("the graph is damaged: its checksum does not fit");
      }
      return graph;
    } catch (EOFException e) {
      throw new IndexException("the graph is cut off");
    }
  }

  private static GraphFile read(DataInputStream in, long most) throws IOException {
    in.readFully(new byte[MAGIC.bytes().length]);
    int version = in.readInt();
    if (version != VERSION) {
      throw new IndexException("graph version " + version + "; this program reads " + VERSION);
    }
    byte[] state = new byte[STATE_BYTES];
    in.readFully(state);
    int blocks = in.readInt();
    int nodes = in.readInt();
    BeamChoice choice = new BeamChoice(in.readInt(), in.readDouble(), in.readDouble());
    GraphLevels levels = GraphLevels.read(in, most, nodes);
    return new GraphFile(HexFormat.of().formatHex(state), blocks, nodes, choice, levels);
  }
}
