package arcface4j.image;

import arcface4j.io.DataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Icons, as they are shown: the largest of the pictures that they hold, the deepest of those. */
final class IcoPictures {

  private static final int HEADER = 6;
  private static final int ENTRY = 16;

  private IcoPictures() {}

  static ImageInfo info(byte[] file) throws IOException {
    int index = largest(file);
    Optional<byte[]> png = png(file, index);
    if (png.isEmpty()) {
      return PluginPictures.info(ImageFormat.ICO, file, index);
    }
    ImageInfo inside = PngPictures.info(png.get());
    return new ImageInfo(
        ImageFormat.ICO, inside.width(), inside.height(), inside.orientation(), inside.profile());
  }

  static Picture read(byte[] file) throws IOException {
    int index = largest(file);
    Optional<byte[]> png = png(file, index);
    return png.isPresent()
        ? PngPictures.read(png.get())
        : PluginPictures.read(ImageFormat.ICO, file, index);
  }

  private static int largest(byte[] bytes) throws DataException {
    Bytes file = new Bytes(bytes);
    int count = file.u16Little(4);
    int largest = 0;
    int most = -1;
    for (int i = 0; i < count; i++) {
      int at = HEADER + i * ENTRY;
      int size = side(file.u8(at)) * side(file.u8(at + 1)) * 64 + file.u16Little(at + 6);
      if (size > most) {
        most = size;
        largest = i;
      }
    }
    return largest;
  }

  /** A side of 256 is written as 0. */
  private static int side(int value) {
    return value == 0 ? 256 : value;
  }

  /** The PNG that an entry is, of which the icon's own header does not know the size. */
  private static Optional<byte[]> png(byte[] bytes, int index) throws DataException {
    Bytes file = new Bytes(bytes);
    long length = file.u32Little(HEADER + index * ENTRY + 8);
    long start = file.u32Little(HEADER + index * ENTRY + 12);
    if (start > bytes.length || !file.has("\u0089PNG", (int) start)) {
      return Optional.empty();
    }
    long end = Math.min(bytes.length, start + length);
    return Optional.of(Arrays.copyOfRange(bytes, (int) start, (int) end));
  }
}
