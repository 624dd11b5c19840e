package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.AtomicFile;
import arcface4j.npy.NpyArray;
import arcface4j.testing.ChildJvm;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void aLinkToWhatItAlreadyIsLeavesNoTemporaryName() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    AtomicFile.write(first, "text");
    AtomicFile.link(first, second);
    AtomicFile.link(first, second);
    assertEquals("text", Files.readString(second));
    assertEquals(List.of(first, second), files());
  }

  @Test
  void replacingOneNameLeavesTheOther() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    AtomicFile.write(first, "old");
    AtomicFile.link(first, second);
    AtomicFile.write(first, "new");
    assertEquals("old", Files.readString(second));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void theFileBehindALinkIsReplacedAndTheLinkStays() throws IOException {
    Path file = Files.writeString(Files.createDirectory(folder.resolve("run")).resolve("f"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("run/f"));
    AtomicFile.write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));

    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("gone"));
    AtomicFile.write(nowhere, "own");
    assertEquals("own", Files.readString(nowhere));
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextWrite() throws Exception {
    Path file = folder.resolve("some.npy");
    Path other = folder.resolve("other.npy.arcface-0123456789abcdef.part");
    Path ofTheUser = folder.resolve("some.npy.part");
    Path ofAnEarlierRelease = folder.resolve("some.npy.999999999.part");
    Files.writeString(folder.resolve("some.npy.arcface-0123456789abcdef.part"), "half");
    for (Path each : List.of(other, ofTheUser, ofAnEarlierRelease)) {
      Files.writeString(each, "half");
    }

    AtomicFile.write(file, "whole");

    assertEquals("whole", Files.readString(file));
    assertEquals(Stream.of(file, other, ofTheUser, ofAnEarlierRelease).sorted().toList(), files());
  }

  @Test
  void manyThreadsWriteOneTargetAndOneOfThemWins() throws Exception {
    Path file = folder.resolve("a");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> writes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String text = Integer.toString(i).repeat(10_000);
      writes.add(
          pool.submit(
              () -> {
                AtomicFile.write(file, text);
                return null;
              }));
    }
    for (Future<?> write : writes) {
      write.get();
    }
    pool.shutdown();
    String written = Files.readString(file);
    String number = written.substring(0, written.length() / 10_000);
    assertEquals(number.repeat(10_000), written);
    assertEquals(List.of(file), files());
  }

  @Test
  void twoFilesAreReplacedTogetherOrNotAtAll() throws IOException {
    Path first = Files.writeString(folder.resolve("a.npy"), "old");
    Path second = Files.writeString(folder.resolve("a.csv"), "old");
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.writePair(
                first,
                second,
                (one, other) -> {
                  AtomicFile.writeFully(one, ByteBuffer.allocate(10));
                  throw new IOException("stopped");
                }));
    assertEquals("old", Files.readString(first));
    assertEquals("old", Files.readString(second));
    AtomicFile.writePair(
        first,
        second,
        (one, other) -> {
          AtomicFile.writeFully(one, ByteBuffer.wrap(new byte[] {'n'}));
          AtomicFile.writeFully(other, ByteBuffer.wrap(new byte[] {'m'}));
        });
    assertEquals("n", Files.readString(first));
    assertEquals("m", Files.readString(second));
    assertEquals(List.of(second, first), files());
  }

  @Test
  void aMissingSourceIsNotLinked() {
    assertThrows(
        IOException.class, () -> AtomicFile.link(folder.resolve("none"), folder.resolve("x")));
    assertEquals(List.of(), files());
  }

  /** Writes a small and then a large checkpoint over it, and says what became of the second. */
  static final class Writer {
    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      for (int length : new int[] {10, 1_000_000}) {
        try {
          CheckpointWriter.write(
              file, NullNode.getInstance(), Map.of("w", NpyArray.of(new float[length], length)));
          System.out.println("written");
        } catch (CheckpointException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  /** A limit on file size stands for the full disk: the write fails in the middle. */
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no ulimit")
  @Test
  void aWriteThatFailsInTheMiddleLeavesTheOldFileAndOneClearLine() throws Exception {
    Path file = folder.resolve("a.ckpt");
    List<String> limit = List.of("bash", "-c", "ulimit -f 500; exec \"$0\" \"$@\"");
    try (ChildJvm child = ChildJvm.start(limit, Writer.class, file.toString())) {
      assertEquals("written", child.line());
      String message = child.line();
      assertTrue(message.startsWith(file + ": the checkpoint of 40003"), message);
      assertTrue(message.contains(" bytes cannot be written: "), message);
      assertEquals(0, child.exitCode());
    }
    assertArrayEquals(new float[10], CheckpointFile.read(file).arrays().get("w").floats());
    assertEquals(List.of(file), files());
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
