package arcface4j.image;

import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;

/** JPEGs, as they are shown. */
final class JpegPictures {

  /** Each scan goes through all pixels: a small file with many of them would take for ever. */
  private static final long MAX_SCANNED_PIXELS = 20 * PixelLimits.MAX_PIXELS;

  private JpegPictures() {}

  static ImageInfo info(byte[] file) throws DataException {
    JpegStructure jpeg = JpegStructure.ofHeader(file);
    return new ImageInfo(
        ImageFormat.JPEG,
        jpeg.width(),
        jpeg.height(),
        orientation(jpeg, file),
        jpeg.profile().length > 0);
  }

  static Picture read(byte[] file, Preprocessing wanted) throws IOException {
    return read(file, wanted, Leptonica.get());
  }

  /** With or without the native library. */
  static Picture read(byte[] file, Preprocessing wanted, Optional<Leptonica> library)
      throws IOException {
    JpegStructure jpeg = checked(file);
    Orientation orientation = Orientation.ofExif(orientation(jpeg, file));
    Optional<Leptonica> leptonica = library.filter(any -> isPlain(jpeg));
    if (leptonica.isEmpty()) {
      Raster samples = Readers.jdk(ImageFormat.JPEG, file, reader -> reader.readRaster(0, null));
      PixelRows rows = JpegColours.of(jpeg).rows(samples);
      return Picture.whole(rows, ProfileConversion.profile(jpeg.profile()), orientation);
    }
    Placement placement =
        orientation.swapped()
            ? Placement.of(jpeg.height(), jpeg.width(), wanted)
            : Placement.of(jpeg.width(), jpeg.height(), wanted);
    int reduction = placement.reduction();
    BufferedImage image = leptonica.get().jpeg(file, reduction);
    return new Picture(
        BufferedRows.asShown(image),
        ProfileConversion.profile(jpeg.profile()),
        orientation,
        reduction,
        jpeg.width(),
        jpeg.height());
  }

  /**
   * What its structure says.
   *
   * @throws DataException if it is cut off, or too much to go through
   */
  static JpegStructure checked(byte[] file) throws DataException {
    JpegStructure jpeg = JpegStructure.of(file);
    PixelLimits.check(jpeg.width(), jpeg.height(), 8 * jpeg.components().length);
    if (!jpeg.whole()) {
      throw new DataException("the file is cut off");
    }
    if (jpeg.precision() != 8) {
      throw new DataException(jpeg.precision() + " bits a sample are not 8");
    }
    if ((long) jpeg.scans() * jpeg.width() * jpeg.height() > MAX_SCANNED_PIXELS) {
      throw new DataException(
          "%d scans of %d x %d pixels take too long"
              .formatted(jpeg.scans(), jpeg.width(), jpeg.height()));
    }
    return jpeg;
  }

  /** Baseline or progressive with Huffman codes, gray or with colours. */
  private static boolean isPlain(JpegStructure jpeg) {
    int components = jpeg.components().length;
    return jpeg.process() <= 2 && (components == 1 || components == 3);
  }

  private static int orientation(JpegStructure jpeg, byte[] file) {
    return jpeg.exif() < 0 ? 1 : Exif.orientation(file, jpeg.exif());
  }
}
