package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import arcface4j.image.ImageDecoder;
import arcface4j.testing.ChildJvm;
import arcface4j.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A cache that fails in any way costs time, and never a pixel. */
class DiskCacheFailureTest {

  private static final int PICTURES = 40;
  private static final int[] SIZES = {8, 24, 60, 90};

  @TempDir Path folder;

  private List<Path> pictures() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      files.add(CachedNoise.write(folder.resolve("p" + i + ".bmp"), 64, i));
    }
    return files;
  }

  /** Reads pictures in several sizes, so that some hundred are kept; tells when it has begun. */
  static final class Reader {
    public static void main(String[] words) throws Exception {
      try (CachedNoise noise = CachedNoise.open(Path.of(words[0]))) {
        for (int size : SIZES) {
          for (int i = 1; i < words.length; i++) {
            noise.read(Path.of(words[i]), CachedNoise.square(size));
            Thread.sleep(2);
            System.out.println(noise.warnings());
          }
        }
      }
      System.out.println("done");
    }
  }

  private static ChildJvm reader(Path cache, List<Path> files) throws IOException {
    List<String> words = new ArrayList<>(List.of(cache.toString()));
    files.forEach(file -> words.add(file.toString()));
    return ChildJvm.start(Reader.class, words.toArray(String[]::new));
  }

  /** Reads all pictures in all sizes and compares them with the decoder's; the warnings. */
  private static List<String> readAll(Path cache, List<Path> files) throws IOException {
    try (CachedNoise noise = CachedNoise.open(cache)) {
      for (int size : SIZES) {
        for (Path file : files) {
          assertArrayEquals(
              ImageDecoder.decode(file, CachedNoise.square(size)),
              noise.read(file, CachedNoise.square(size)),
              file.toString());
        }
      }
      return noise.warnings();
    }
  }

  @Test
  @Tag("slow")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill")
  void aKilledProcessLeavesItWhole() throws Exception {
    List<Path> files = pictures();
    Path cache = folder.resolve("cache");
    Random random = new Random(5);
    for (int kill = 0; kill < 3; kill++) {
      try (ChildJvm child = reader(cache, files)) {
        assertEquals("[]", child.line(), child.errors());
        Thread.sleep(random.nextInt(1500));
        child.kill();
      }
      assertEquals(List.of(), readAll(cache, files));
    }
  }

  @Test
  @Tag("slow")
  void aSecondProcessGoesOnWithout() throws Exception {
    List<Path> files = pictures();
    Path cache = folder.resolve("cache");
    try (ChildJvm child = reader(cache, files)) {
      assertEquals("[]", child.line(), child.errors());
      List<String> warnings = readAll(cache, files);
      assertEquals(1, warnings.size(), warnings.toString());
      assertTrue(warnings.get(0).contains("another process has it"), warnings.get(0));
      assertTrue(child.remaining().contains("done"), child.errors());
    }
    assertEquals(List.of(), readAll(cache, files));
  }

  @Test
  void twoOfOneProcessAreToldTheSame() throws Exception {
    List<Path> files = pictures();
    Path cache = folder.resolve("cache");
    try (CachedNoise first = CachedNoise.open(cache)) {
      assertEquals(1, readAll(cache, files).size());
      assertEquals(List.of(), first.warnings());
    }
  }

  @Test
  void aDamagedStoreGivesNoWrongPixel() throws Exception {
    List<Path> files = pictures().subList(0, 10);
    Path whole = folder.resolve("whole");
    assertEquals(List.of(), readAll(whole, files));
    byte[] store = Files.readAllBytes(whole.resolve(DiskCache.STORE));
    Path cache = folder.resolve("damaged");
    CachedNoise.open(cache).close();
    int told = 0;
    for (int seed = 0; seed < 60; seed++) {
      Files.write(cache.resolve(DiskCache.STORE), damaged(store, new Random(seed)));
      List<String> warnings = readAll(cache, files);
      assertTrue(warnings.size() <= 1, warnings.toString());
      told += warnings.size();
    }
    assertTrue(told > 20, "of 60 damages " + told + " were told");
  }

  /** Noise over a part of it, a missing end, or nothing but zeros. */
  private static byte[] damaged(byte[] store, Random random) {
    byte[] bytes = store.clone();
    int from = random.nextInt(bytes.length);
    switch (random.nextInt(3)) {
      case 0:
        for (int i = from; i < Math.min(bytes.length, from + random.nextInt(1 << 16)); i++) {
          bytes[i] = (byte) random.nextInt();
        }
        return bytes;
      case 1:
        return java.util.Arrays.copyOf(bytes, from);
      default:
        for (int i = 0; i < 200; i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
  }

  @Test
  void aFullDiskIsToldOnce() throws Exception {
    List<Path> files = pictures();
    Path place = folder.resolve("disk");
    Optional<SmallDisk> disk = SmallDisk.mount(place, 1 << 20);
    assumeTrue(disk.isPresent(), "this user may not mount");
    try (SmallDisk small = disk.get()) {
      try (CachedNoise noise = CachedNoise.open(place.resolve("cache"), 1 << 30)) {
        for (int round = 0; round < 2; round++) {
          for (Path file : files) {
            assertArrayEquals(
                ImageDecoder.decode(file, CachedNoise.square(120)),
                noise.read(file, CachedNoise.square(120)));
          }
        }
        noise.close();
        assertEquals(1, noise.warnings().size(), noise.warnings().toString());
        assertTrue(noise.warnings().get(0).contains("No space left"), noise.warnings().get(0));
      }
    }
  }

  @Test
  void aReadOnlyFolderIsReadFrom() throws Exception {
    List<Path> files = pictures();
    Path place = folder.resolve("disk");
    Optional<SmallDisk> disk = SmallDisk.mount(place, 1 << 24);
    assumeTrue(disk.isPresent(), "this user may not mount");
    try (SmallDisk small = disk.get()) {
      Path cache = place.resolve("cache");
      assertEquals(List.of(), readAll(cache, files.subList(0, 5)));
      small.makeReadOnly();
      assertEquals(List.of(), readAll(cache, files));
      Path first = files.get(0);
      byte[] kept = CachedNoise.decoded(first);
      CachedNoise.write(first, 64, 99);
      try (CachedNoise noise = CachedNoise.open(cache)) {
        assertArrayEquals(kept, noise.read(first));
      }
      List<String> warnings = readAll(place.resolve("another"), files.subList(1, 5));
      assertEquals(1, warnings.size(), warnings.toString());
    }
  }
}
