package arcface4j.image;

import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;

/** PNGs, as they are shown; of an animation the picture that programs without it show. */
final class PngPictures {

  private PngPictures() {}

  static ImageInfo info(byte[] file) throws IOException {
    PngStructure png = PngStructure.of(file);
    return new ImageInfo(
        ImageFormat.PNG,
        png.width(),
        png.height(),
        orientation(png, file),
        png.profile().length > 0);
  }

  static Picture read(byte[] file) throws IOException {
    PngStructure png = PngStructure.of(file);
    PixelLimits.check(png.width(), png.height(), bitsPerPixel(png));
    Optional<int[]> transparent = png.transparentColour(file);
    byte[] plain = transparent.isPresent() ? png.withoutTransparency(file) : file;
    BufferedImage image = Readers.jdk(ImageFormat.PNG, plain, reader -> reader.read(0));
    PixelRows rows = rows(png, image);
    if (transparent.isPresent()) {
      rows = new KeyedRows(rows, image.getRaster(), transparent.get());
    }
    Optional<ICC_Profile> profile = ProfileConversion.profile(png.profile());
    return Picture.whole(rows, profile, Orientation.ofExif(orientation(png, file)));
  }

  private static int bitsPerPixel(PngStructure png) {
    int samples =
        switch (png.colourType()) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    return samples * png.bits();
  }

  /** The JDK makes a palette of gray with less than eight bits; its indices are the samples. */
  private static PixelRows rows(PngStructure png, BufferedImage image) {
    return png.colourType() == 0
        ? RasterRows.samples(image.getRaster(), PixelRows.Kind.GRAY, png.bits())
        : BufferedRows.asShown(image);
  }

  private static int orientation(PngStructure png, byte[] file) {
    return png.exif() < 0 ? 1 : Exif.orientation(file, png.exif());
  }
}
