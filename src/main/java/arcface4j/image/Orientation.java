package arcface4j.image;

/**
 * How a stored picture is turned to stand upright: EXIF's tag 274, values 1 to 8.
 *
 * @param swapped whether stored rows are shown as columns
 * @param columnsFlipped whether the stored columns run backwards
 * @param rowsFlipped whether the stored rows run backwards
 */
record Orientation(boolean swapped, boolean columnsFlipped, boolean rowsFlipped) {

  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** The value of the tag; what is none of 1 to 8 turns nothing. */
  static Orientation ofExif(int value) {
    return switch (value) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }
}
