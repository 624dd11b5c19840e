package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10UnpackTest {

  @TempDir Path outside;
  private Path dir;

  @BeforeEach
  void makeFolder() throws IOException {
    dir = Files.createDirectory(outside.resolve("data"));
  }

  private byte[] archive;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = CifarFiles.archive();
  }

  @Test
  void truncatedArchiveUnpacksNothing() throws IOException {
    for (int length : new int[] {0, 10, archive.length / 2, archive.length - 4}) {
      assertRefused(Arrays.copyOf(archive, length), "cannot be read");
    }
  }

  @Test
  void damagedByteIsNoticed() throws IOException {
    byte[] damaged = archive.clone();
    damaged[archive.length - 6] ^= 1;
    assertRefused(damaged, "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "cifar-10-batches-bin/../../x", "a\\..\\x", "C:/x", "cifar/.."})
  void nameThatLeavesTheFolderIsRefused(String name) throws IOException {
    assertRefused(hostile(new TarArchiveEntry(name, true)), "would leave the folder");
    assertFalse(Files.exists(outside.resolve("x")));
  }

  @Test
  void absoluteNameIsRefused() throws IOException {
    assertRefused(
        hostile(new TarArchiveEntry(dir.resolve("x").toString(), true)), "would leave the folder");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_LINK,
        TarConstants.LF_SYMLINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void linksAndDevicesAreRefused(byte kind) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/link", kind);
    entry.setLinkName("/etc/passwd");
    assertRefused(hostile(entry), "of type '" + (char) kind + "'");
  }

  @Test
  void archiveWithoutTheFilesIsRefused() throws IOException {
    byte[] other =
        CifarFiles.archive(tar -> CifarFiles.add(tar, new TarArchiveEntry("a/b.txt"), new byte[3]));
    assertRefused(other, "not CIFAR-10's binary version");
  }

  @Test
  void archiveThatUnpacksToTooMuchIsRefused() throws IOException {
    Path file = Files.write(dir.resolve("big.tar.gz"), archive);
    DataException error =
        assertThrows(
            DataException.class,
            () -> SafeTar.forEachFile(file, 10_000, (name, content) -> content.readAllBytes()));
    assertTrue(error.getMessage().contains("more than 10000 bytes"), error.getMessage());
  }

  @Test
  void folderThatIsThereIsNotOverwritten() throws IOException {
    Path file = Files.write(dir.resolve("a.tar.gz"), archive);
    Files.createDirectory(dir.resolve(Cifar10.FOLDER));
    Cifar10Fetch fetch = Cifar10Fetch.official().withoutChecksum();
    DataException there = assertThrows(DataException.class, () -> fetch.unpack(file, dir));
    assertTrue(there.getMessage().contains("is there already"), there.getMessage());
    DataException incomplete =
        assertThrows(DataException.class, () -> fetch.fetch(dir, (bytes, total) -> {}));
    assertTrue(incomplete.getMessage().contains("data_batch_1.bin"), incomplete.getMessage());
  }

  private static byte[] hostile(TarArchiveEntry entry) throws IOException {
    return CifarFiles.archive(
        tar -> {
          CifarFiles.addAll(tar);
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        });
  }

  private void assertRefused(byte[] content, String reason) throws IOException {
    Path file = Files.write(dir.resolve("a.tar.gz"), content);
    DataException error =
        assertThrows(
            DataException.class, () -> Cifar10Fetch.official().withoutChecksum().unpack(file, dir));
    assertTrue(error.getMessage().contains(reason), error.getMessage());
    assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    try (Stream<Path> paths = Files.list(dir)) {
      assertEquals(List.of(file), paths.toList());
    }
  }
}
