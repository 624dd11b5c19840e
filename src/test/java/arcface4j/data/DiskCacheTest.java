package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.image.Fit;
import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.io.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which planes a cache is believed to have, and which it is not. */
class DiskCacheTest {

  private static final FileTime LATER = FileTime.from(Instant.parse("2021-01-01T00:00:00Z"));
  private static final int SIDE = 9;

  @TempDir Path folder;
  private Path cache;
  private Path file;

  @BeforeEach
  void keepOnePicture() throws Exception {
    cache = folder.resolve("cache");
    file = CachedNoise.write(folder.resolve("a.bmp"), SIDE, 1);
    assertArrayEquals(CachedNoise.decoded(file), readOnce());
  }

  /** One run: the cache is opened, asked and closed. */
  private byte[] readOnce() throws DataException {
    try (CachedNoise noise = CachedNoise.open(cache)) {
      byte[] planes = noise.read(file);
      assertEquals(List.of(), noise.warnings());
      return planes;
    }
  }

  /** By design, as make and rsync do; so it also shows that nothing was decoded. */
  @Test
  void theSameLengthAndTimeAreBelieved() throws Exception {
    byte[] first = CachedNoise.decoded(file);
    CachedNoise.write(file, SIDE, 2);
    assertFalse(Arrays.equals(first, CachedNoise.decoded(file)));
    assertArrayEquals(first, readOnce());
  }

  @Test
  void aFileOfAnotherLengthIsDecodedAnewAndKept() throws Exception {
    CachedNoise.write(file, SIDE + 1, 2);
    byte[] second = CachedNoise.decoded(file);
    assertArrayEquals(second, readOnce());
    CachedNoise.write(file, SIDE + 1, 3);
    assertArrayEquals(second, readOnce());
  }

  @Test
  void aFileOfAnotherTimeAndContentIsDecodedAnew() throws Exception {
    CachedNoise.write(file, SIDE, 2);
    Files.setLastModifiedTime(file, LATER);
    assertArrayEquals(CachedNoise.decoded(file), readOnce());
  }

  /** As after a copy; the new time is believed from then on. */
  @Test
  void anotherTimeAloneChangesNothing() throws Exception {
    byte[] first = CachedNoise.decoded(file);
    Files.setLastModifiedTime(file, LATER);
    assertArrayEquals(first, readOnce());
    CachedNoise.write(file, SIDE, 2);
    Files.setLastModifiedTime(file, LATER);
    assertArrayEquals(first, readOnce());
  }

  /** The next change could have the same time, where time has coarse steps. */
  @Test
  void aFileThatWasJustWrittenIsNotKept() throws Exception {
    file = CachedNoise.write(folder.resolve("new.bmp"), SIDE, 2);
    FileTime now = FileTime.from(Instant.now());
    Files.setLastModifiedTime(file, now);
    assertArrayEquals(CachedNoise.decoded(file), readOnce());
    CachedNoise.write(file, SIDE, 3);
    Files.setLastModifiedTime(file, now);
    assertArrayEquals(CachedNoise.decoded(file), readOnce());
  }

  @Test
  void everyPreprocessingHasPlanesOfItsOwn() throws Exception {
    file = CachedNoise.write(folder.resolve("b.bmp"), 40, 2);
    List<Preprocessing> all =
        List.of(
            new Preprocessing(16, 16, Fit.CROP, Rendering.AS_SHOWN),
            new Preprocessing(16, 8, Fit.CROP, Rendering.AS_SHOWN),
            new Preprocessing(8, 16, Fit.CROP, Rendering.AS_SHOWN),
            new Preprocessing(8, 16, Fit.RESIZE, Rendering.AS_SHOWN),
            new Preprocessing(8, 16, Fit.PAD, Rendering.AS_SHOWN),
            new Preprocessing(8, 16, Fit.PAD, Rendering.AS_STORED));
    for (int run = 0; run < 2; run++) {
      try (CachedNoise noise = CachedNoise.open(cache)) {
        for (Preprocessing each : all) {
          assertArrayEquals(ImageDecoder.decode(file, each), noise.read(file, each), "" + each);
        }
      }
    }
  }

  /** Two working folders may have files of one relative name. */
  @Test
  void filesAreKnownByTheirWholePath() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("a.bmp");
    CachedNoise.write(other, SIDE, 2);
    byte[] first = readOnce();
    file = other;
    assertArrayEquals(CachedNoise.decoded(other), readOnce());
    file = folder.resolve("other/../a.bmp");
    assertArrayEquals(first, readOnce());
  }

  @Test
  void aBrokenImageIsRefusedEachTime() throws Exception {
    file = Files.writeString(folder.resolve("broken.png"), "no picture");
    Files.setLastModifiedTime(file, CachedNoise.OLD);
    for (int run = 0; run < 2; run++) {
      String message = assertThrows(DataException.class, this::readOnce).getMessage();
      assertTrue(message.startsWith(file + ": "), message);
    }
    Files.delete(file);
    String message = assertThrows(DataException.class, this::readOnce).getMessage();
    assertTrue(message.contains("the image is gone"), message);
  }

  @Test
  void whatAnotherDecoderMadeGoes() throws Exception {
    Path store = cache.resolve(DiskCache.STORE);
    try (MVStore content = MVStore.open(store.toString())) {
      String name =
          content.getMapNames().stream().filter(map -> map.startsWith("files")).findAny().get();
      content.renameMap(content.openMap(name), name.replaceAll("\\d+$", "0"));
    }
    CachedNoise.write(file, SIDE, 2);
    assertArrayEquals(CachedNoise.decoded(file), readOnce());
    try (MVStore content = MVStore.open(store.toString())) {
      assertEquals(2, content.getMapNames().size(), content.getMapNames().toString());
    }
  }

  @Test
  void atItsLargestSizeItKeepsWhatItHas() throws Exception {
    Path large = folder.resolve("large");
    try (CachedNoise noise = CachedNoise.open(large, 100_000)) {
      noise.read(file);
      for (int i = 0; i < 20; i++) {
        Path other = CachedNoise.write(folder.resolve(i + ".bmp"), 100, i);
        Preprocessing size = CachedNoise.square(100);
        assertArrayEquals(ImageDecoder.decode(other, size), noise.read(other, size));
      }
      assertEquals(1, noise.warnings().size(), noise.warnings().toString());
      assertTrue(noise.warnings().get(0).contains("largest size"), noise.warnings().get(0));
      byte[] first = CachedNoise.decoded(file);
      CachedNoise.write(file, SIDE, 2);
      assertArrayEquals(first, noise.read(file));
    }
    assertTrue(Files.size(large.resolve(DiskCache.STORE)) < 200_000);
  }

  @Test
  void aFolderOfSomebodyElseIsRefusedAndStaysAsItIs() throws Exception {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Path text = Files.writeString(photos.resolve("images.mv"), "not a store");
    String message = assertThrows(DataException.class, () -> CachedNoise.open(photos)).getMessage();
    assertTrue(message.startsWith(photos + ": holds files"), message);
    assertEquals("not a store", Files.readString(text));
    assertEquals(1, Files.list(photos).count());
    assertTrue(
        assertThrows(DataException.class, () -> CachedNoise.open(text))
            .getMessage()
            .contains("is a file"));
  }
}
