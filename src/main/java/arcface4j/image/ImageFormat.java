package arcface4j.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The formats of pictures, told by how a file begins and never by its name. */
public enum ImageFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP,
  TIFF,
  PSD,
  PNM,
  ICO,
  HEIC("convert it first: heif-convert photo.heic photo.jpg, or ImageMagick"),
  AVIF("convert it first: avifdec photo.avif photo.png, or ImageMagick");

  /** So many bytes of a file are enough for {@link #of}. */
  public static final int START_BYTES = 32;

  private static final List<String> HEIC_BRANDS =
      List.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

  private final String advice;

  ImageFormat() {
    this("");
  }

  ImageFormat(String advice) {
    this.advice = advice;
  }

  /** Whether {@link ImageDecoder} reads it. */
  public boolean readable() {
    return advice.isEmpty();
  }

  /** What to do with a file that is not readable; empty where it is. */
  public String advice() {
    return advice;
  }

  /**
   * The format of a file.
   *
   * @param start its first {@link #START_BYTES} bytes, or all where it is shorter
   * @return empty where it is none of these
   */
  public static Optional<ImageFormat> of(byte[] start) {
    String text =
        new String(start, 0, Math.min(start.length, START_BYTES), StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*") || isBigTiff(text)) {
      return Optional.of(TIFF);
    }
    if (text.startsWith("8BPS")) {
      return Optional.of(PSD);
    }
    if (text.startsWith("ftyp", 4)) {
      return ofBrand(text);
    }
    return ofShortSignature(text);
  }

  private static boolean isBigTiff(String text) {
    return text.startsWith("II+\0\b\0\0\0") || text.startsWith("MM\0+\0\b\0\0");
  }

  /** The box "ftyp" of HEIF: a major brand, then compatible ones; AVIF may come second to mif1. */
  private static Optional<ImageFormat> ofBrand(String text) {
    if (text.indexOf("avif") >= 8 || text.indexOf("avis") >= 8) {
      return Optional.of(AVIF);
    }
    return HEIC_BRANDS.stream().anyMatch(brand -> text.startsWith(brand, 8))
        ? Optional.of(HEIC)
        : Optional.empty();
  }

  /** Two or four bytes are little: the fields that follow are looked at as well. */
  private static Optional<ImageFormat> ofShortSignature(String text) {
    if (text.startsWith("BM") && text.length() >= 18 && isBitmapHeader(text.charAt(14))) {
      return Optional.of(BMP);
    }
    if (text.matches("(?s)P[1-7][ \\t\\r\\n#].*")) {
      return Optional.of(PNM);
    }
    if (text.matches("(?s)\0\0\u0001\0[^\0]\0.{3}\0.*")) {
      return Optional.of(ICO);
    }
    return Optional.empty();
  }

  /** The length of the header that follows a BMP's file header. */
  private static boolean isBitmapHeader(char length) {
    return List.of(12, 16, 40, 52, 56, 64, 108, 124).contains((int) length);
  }
}
