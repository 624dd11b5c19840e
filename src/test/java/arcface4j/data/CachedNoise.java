package arcface4j.data;

import arcface4j.image.Fit;
import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of noise whose files have one length and one time, and a disk cache of them. */
final class CachedNoise implements AutoCloseable {

  static final FileTime OLD = FileTime.from(Instant.parse("2020-02-02T20:20:20.123456Z"));
  static final Preprocessing USUAL = square(8);

  private final List<String> warnings = new ArrayList<>();
  private final ImageCache cache;

  private CachedNoise(Path folder, OptionalLong limit) throws DataException {
    ImageCache none = ImageCache.none();
    this.cache = DiskCache.open(folder, limit, warnings::add).map(none::over).orElse(none);
  }

  static CachedNoise open(Path folder) throws DataException {
    return new CachedNoise(folder, OptionalLong.empty());
  }

  static CachedNoise open(Path folder, long limitBytes) throws DataException {
    return new CachedNoise(folder, OptionalLong.of(limitBytes));
  }

  static Preprocessing square(int size) {
    return new Preprocessing(size, size, Fit.CROP, Rendering.AS_SHOWN);
  }

  /** Writes a picture; of one side all have the same length. */
  static Path write(Path file, int side, int seed) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(seed);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, random.nextInt(1 << 24));
    }
    ImageIO.write(image, "bmp", file.toFile());
    Files.setLastModifiedTime(file, OLD);
    return file;
  }

  /** The planes of a file as a run reads them. */
  byte[] read(Path file, Preprocessing preprocessing) throws DataException {
    ImageSource source = cache.of(List.of(new ImageFile(file, "", -1)), preprocessing);
    byte[] planes = new byte[source.shape().values()];
    source.read(0, planes, 0);
    return planes;
  }

  byte[] read(Path file) throws DataException {
    return read(file, USUAL);
  }

  static byte[] decoded(Path file) throws DataException {
    return ImageDecoder.decode(file, USUAL);
  }

  List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    cache.close();
  }
}
