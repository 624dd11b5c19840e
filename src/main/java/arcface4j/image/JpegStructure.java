package arcface4j.image;

import arcface4j.io.DataException;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The segments of a JPEG (ITU-T T.81, annex B), from its start to its end, without its samples.
 *
 * @param process the low four bits of the marker SOF: 0 baseline, 2 progressive
 * @param precision bits of a sample
 * @param components identifiers in the order of the samples
 * @param jfif whether a JFIF header is there
 * @param adobeTransform of Adobe's segment: 0 none, 1 YCbCr, 2 YCCK; empty without that segment
 * @param exif where the TIFF block of its EXIF segment starts; -1 for none
 * @param profile the ICC profile's bytes; empty for none, or for one of which a part is missing
 * @param scans how often samples are gone through
 * @param whole whether the end marker is there
 */
record JpegStructure(
    int process,
    int precision,
    int width,
    int height,
    byte[] components,
    boolean jfif,
    Optional<Integer> adobeTransform,
    int exif,
    byte[] profile,
    int scans,
    boolean whole) {

  private static final String PROFILE = "ICC_PROFILE\0";
  private static final int START_OF_SCAN = 0xDA;
  private static final int END = 0xD9;

  /**
   * Reads up to the end marker, or the end of the file.
   *
   * @throws DataException if the file ends before its first scan
   */
  static JpegStructure of(byte[] file) throws DataException {
    return new Walk(new Bytes(file)).run(false);
  }

  /** Reads up to the first scan; {@link #whole} and {@link #scans} say nothing then. */
  static JpegStructure ofHeader(byte[] file) throws DataException {
    return new Walk(new Bytes(file)).run(true);
  }

  /** One run over the segments. */
  private static final class Walk {
    private final Bytes file;
    private int frame = -1; // where the segment SOF starts
    private boolean jfif;
    private Optional<Integer> adobeTransform = Optional.empty();
    private int exif = -1;
    private final Map<Integer, byte[]> profileParts = new TreeMap<>();
    private int profilePartsWanted;
    private int scans;
    private boolean whole;

    Walk(Bytes file) {
      this.file = file;
    }

    JpegStructure run(boolean headerOnly) throws DataException {
      int at = 2;
      while (!whole && at >= 0 && !(headerOnly && scans > 0)) {
        at = segment(at);
      }
      if (frame < 0) {
        throw new DataException("the file is cut off, or no JPEG");
      }
      int count = file.u8(frame + 9);
      byte[] components = new byte[count];
      for (int i = 0; i < count; i++) {
        components[i] = (byte) file.u8(frame + 10 + 3 * i);
      }
      return new JpegStructure(
          file.u8(frame + 1) & 15,
          file.u8(frame + 4),
          file.u16(frame + 7),
          file.u16(frame + 5),
          components,
          jfif,
          adobeTransform,
          exif,
          profile(),
          scans,
          whole);
    }

    /** Looks at the segment there; where the next one starts, or -1 at the end of the file. */
    private int segment(int at) throws DataException {
      int marker = nextMarker(at);
      if (marker < 0) {
        return -1;
      }
      int code = file.u8(marker + 1);
      if (code == END) {
        whole = true;
        return -1;
      }
      if (marker + 4 > file.length()) {
        return -1;
      }
      int length = file.u16(marker + 2);
      if (isFrame(code) && frame < 0) {
        frame = marker;
      } else if (code == START_OF_SCAN) {
        scans++;
      } else if (scans == 0) {
        application(code, marker + 4, length - 2);
      }
      return marker + 2 + length;
    }

    /**
     * The next marker that starts a segment or ends the file. Within samples, FF 00 is a sample and
     * FF D0 to FF D7 let a decoder start again.
     */
    private int nextMarker(int at) {
      byte[] bytes = file.array();
      for (int i = at; i + 1 < bytes.length; i++) {
        int code = bytes[i + 1] & 255;
        boolean filler = code == 0 || code == 0xFF || code == 1 || code >= 0xD0 && code <= 0xD8;
        if (bytes[i] == -1 && !filler) {
          return i;
        }
      }
      return -1;
    }

    /** SOF0 to SOF15, without the tables DHT, JPG and DAC that lie between them. */
    private static boolean isFrame(int code) {
      return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    }

    private void application(int code, int at, int length) throws DataException {
      if (code == 0xE0 && file.has("JFIF\0", at)) {
        jfif = true;
      } else if (code == 0xE1 && exif < 0 && file.has("Exif\0", at)) {
        exif = at + 6;
      } else if (code == 0xEE && length >= 12 && file.has("Adobe", at)) {
        adobeTransform = Optional.of(file.u8(at + 11));
      } else if (code == 0xE2 && length > 14 && file.has(PROFILE, at)) {
        addProfilePart(at + PROFILE.length(), length - PROFILE.length());
      }
    }

    private void addProfilePart(int at, int length) throws DataException {
      file.u8(at + length - 1);
      byte[] part = new byte[length - 2];
      System.arraycopy(file.array(), at + 2, part, 0, part.length);
      profileParts.put(file.u8(at), part);
      profilePartsWanted = file.u8(at + 1);
    }

    private byte[] profile() {
      if (profileParts.size() != profilePartsWanted) {
        return new byte[0];
      }
      ByteArrayOutputStream profile = new ByteArrayOutputStream();
      profileParts.values().forEach(profile::writeBytes);
      return profile.toByteArray();
    }
  }
}
