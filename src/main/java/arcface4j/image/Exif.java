package arcface4j.image;

import com.drew.imaging.psd.PsdMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.icc.IccDirectory;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** What EXIF says of a picture, read with metadata-extractor. */
final class Exif {

  private Exif() {}

  /**
   * The value of its tag Orientation in a block of TIFF, which a TIFF file is too.
   *
   * @return 1, upright, where the block says nothing or is broken: viewers show such pictures
   */
  static int orientation(byte[] bytes, int from) {
    Integer value =
        firstDirectory(bytes, from)
            .map(directory -> directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION))
            .orElse(1);
    return value < 1 || value > 8 ? 1 : value;
  }

  /** The first directory is the picture's, a second one its thumbnail's or the next page's. */
  private static Optional<ExifIFD0Directory> firstDirectory(byte[] bytes, int from) {
    Metadata metadata = new Metadata();
    try {
      new ExifReader().extract(new ByteArrayReader(bytes, from), metadata, 0);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(metadata.getFirstDirectoryOfType(ExifIFD0Directory.class));
  }

  /** Whether a PSD carries an ICC profile. */
  static boolean psdHasProfile(byte[] file) {
    try {
      Metadata metadata = PsdMetadataReader.readMetadata(new ByteArrayInputStream(file));
      return metadata.containsDirectoryOfType(IccDirectory.class);
    } catch (RuntimeException e) {
      return false;
    }
  }
}
