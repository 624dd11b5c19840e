package arcface4j.image;

import arcface4j.io.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * The chunks of a PNG that its pixels' meaning depends on.
 *
 * @param bits of a sample
 * @param colourType 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha
 * @param transparency where the chunk tRNS starts; -1 for none
 * @param exif where the TIFF block of eXIf starts; -1 for none
 * @param profile the inflated ICC profile; empty for none
 */
record PngStructure(
    int width, int height, int bits, int colourType, int transparency, int exif, byte[] profile) {

  private static final int SIGNATURE = 8;
  private static final int MAX_PROFILE = 8 << 20;

  /** Length, type and check sum. */
  private static final int AROUND_DATA = 12;

  /**
   * Reads the chunks up to the end of the file.
   *
   * @throws DataException if it does not begin with a header
   */
  static PngStructure of(byte[] bytes) throws DataException {
    Bytes file = new Bytes(bytes);
    if (!file.has("IHDR", SIGNATURE + 4)) {
      throw new DataException("the file is cut off, or no PNG");
    }
    int transparency = -1;
    int exif = -1;
    byte[] profile = {};
    for (int at = SIGNATURE; at + AROUND_DATA <= bytes.length; ) {
      long next = at + AROUND_DATA + file.u32(at);
      if (next > bytes.length || file.has("IEND", at + 4)) {
        break;
      }
      if (file.has("tRNS", at + 4)) {
        transparency = at;
      } else if (file.has("eXIf", at + 4)) {
        exif = at + 8;
      } else if (file.has("iCCP", at + 4)) {
        profile = inflatedProfile(Arrays.copyOfRange(bytes, at + 8, (int) next - 4));
      }
      at = (int) next;
    }
    return new PngStructure(
        side(file, SIGNATURE + 8),
        side(file, SIGNATURE + 12),
        file.u8(SIGNATURE + 16),
        file.u8(SIGNATURE + 17),
        transparency,
        exif,
        profile);
  }

  private static int side(Bytes file, int at) throws DataException {
    return (int) Math.min(Integer.MAX_VALUE, file.u32(at));
  }

  /** A name, a zero, the method zero, then deflated bytes; nothing where they are broken. */
  private static byte[] inflatedProfile(byte[] chunk) {
    int end = 0;
    while (end < chunk.length && chunk[end] != 0) {
      end++;
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    int start = Math.min(chunk.length, end + 2);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(chunk, start, chunk.length - start))) {
      profile.writeBytes(in.readNBytes(MAX_PROFILE));
    } catch (IOException e) {
      return new byte[0];
    }
    return profile.toByteArray();
  }

  boolean isGrayOrRgb() {
    return colourType == 0 || colourType == 2;
  }

  /**
   * The one colour that is transparent, in samples as stored.
   *
   * @return [1] gray or [3] red, green, blue; empty where there is none
   */
  Optional<int[]> transparentColour(byte[] bytes) throws DataException {
    if (transparency < 0 || !isGrayOrRgb()) {
      return Optional.empty();
    }
    Bytes file = new Bytes(bytes);
    int[] colour = new int[colourType == 0 ? 1 : 3];
    for (int i = 0; i < colour.length; i++) {
      colour[i] = file.u16(transparency + 8 + 2 * i) & (1 << bits) - 1;
    }
    return Optional.of(colour);
  }

  /** The file without its chunk tRNS. */
  byte[] withoutTransparency(byte[] bytes) throws DataException {
    int length = AROUND_DATA + (int) new Bytes(bytes).u32(transparency);
    byte[] shorter = new byte[bytes.length - length];
    System.arraycopy(bytes, 0, shorter, 0, transparency);
    System.arraycopy(
        bytes, transparency + length, shorter, transparency, shorter.length - transparency);
    return shorter;
  }
}
