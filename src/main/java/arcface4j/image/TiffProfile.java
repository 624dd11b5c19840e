package arcface4j.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The ICC profile of a TIFF's first page. */
final class TiffProfile {

  private TiffProfile() {}

  /** Its bytes; empty for none. */
  static byte[] bytes(byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Directory pages = new TIFFReader().read(in);
      Directory first = pages instanceof CompoundDirectory many ? many.getDirectory(0) : pages;
      Entry profile = first.getEntryById(TIFF.TAG_ICC_PROFILE);
      return profile != null && profile.getValue() instanceof byte[] bytes ? bytes : new byte[0];
    } catch (IOException | RuntimeException e) {
      return new byte[0]; // shown without
    }
  }
}
