package arcface4j.data;

/** A length in an image, written in pixels or as a share of the image's side: 8, or 25%. */
public final class PixelLength {

  private PixelLength() {}

  /**
   * Reads the text form.
   *
   * @param side of the image in pixels
   * @return pixels, the nearest whole number of them
   * @throws NumberFormatException if it is neither
   */
  public static int parse(String text, int side) {
    return text.endsWith("%")
        ? (int) Math.rint(Double.parseDouble(text.substring(0, text.length() - 1)) * side / 100)
        : Integer.parseInt(text);
  }
}
