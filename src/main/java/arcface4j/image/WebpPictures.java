package arcface4j.image;

import arcface4j.io.DataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** WebPs, as they are shown. */
final class WebpPictures {

  private static final int ANIMATED = 2; // a flag of the chunk VP8X

  private WebpPictures() {}

  static Picture read(byte[] file) throws IOException {
    Optional<Leptonica> leptonica = isAnimated(file) ? Optional.empty() : Leptonica.get();
    if (leptonica.isEmpty()) {
      return PluginPictures.read(ImageFormat.WEBP, file, 0);
    }
    ImageInfo info = PluginPictures.info(ImageFormat.WEBP, file, 0);
    PixelLimits.check(info.width(), info.height(), 32);
    PixelRows rows = BufferedRows.asShown(leptonica.get().webp(file));
    return Picture.whole(
        rows, ProfileConversion.profile(profile(file)), Orientation.ofExif(info.orientation()));
  }

  private static boolean isAnimated(byte[] file) throws DataException {
    int extended = RiffChunks.find(file, "VP8X");
    return extended >= 0 && (new Bytes(file).u8(extended) & ANIMATED) != 0;
  }

  private static byte[] profile(byte[] file) throws DataException {
    int at = RiffChunks.find(file, "ICCP");
    if (at < 0) {
      return new byte[0];
    }
    long end = at + new Bytes(file).u32Little(at - 4);
    return Arrays.copyOfRange(file, at, (int) Math.min(file.length, end));
  }

  /** EXIF's, 1 to 8. */
  static int orientation(byte[] file) throws DataException {
    int exif = RiffChunks.find(file, "EXIF");
    if (exif < 0) {
      return 1;
    }
    // Some programs write the name of JPEG's segment before the block.
    return Exif.orientation(file, new Bytes(file).has("Exif\0\0", exif) ? exif + 6 : exif);
  }
}
