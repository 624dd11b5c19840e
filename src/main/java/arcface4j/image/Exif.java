package arcface4j.image;

import arcface4j.io.DataException;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.icc.IccDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What EXIF says of how a picture stands. */
final class Exif {

  private Exif() {}

  /**
   * The value of its tag Orientation in a block of TIFF, which a TIFF file is too.
   *
   * @return 1, upright, where the block says nothing or is broken: viewers show such pictures
   */
  static int orientation(byte[] bytes, int from) {
    Metadata metadata = new Metadata();
    try {
      new ExifReader().extract(new ByteArrayReader(bytes, from), metadata, 0);
    } catch (RuntimeException e) {
      return 1;
    }
    // The first directory is the picture's, a second one its thumbnail's or the next page's.
    ExifIFD0Directory first = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer value = first == null ? null : first.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null || value < 1 || value > 8 ? 1 : value;
  }

  /** Whether a file of these formats carries an ICC profile. */
  static boolean hasProfile(ImageFormat format, byte[] file) throws DataException {
    return switch (format) {
      case WEBP -> RiffChunks.find(file, "ICCP") >= 0;
      case TIFF, PSD -> hasProfile(file);
      default -> false;
    };
  }

  private static boolean hasProfile(byte[] file) {
    try {
      Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file));
      ExifIFD0Directory first = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      return metadata.containsDirectoryOfType(IccDirectory.class)
          || first != null && first.containsTag(ExifIFD0Directory.TAG_INTER_COLOR_PROFILE);
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return false;
    }
  }
}
