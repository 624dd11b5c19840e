package arcface4j.image;

/**
 * Makes planes [3, H, W] of a picture: turns, cuts, resizes and pads it.
 *
 * <p>A stored row is narrowed, then added with its weight to each row of the result that it is part
 * of; nothing of the stored size is kept, however tall the picture is.
 */
final class Fitting {

  private final Picture picture;
  private final Placement placement;
  private final Resampler columns; // along a stored row
  private final Resampler rows; // along a stored column
  private final float[] narrow; // [columns, 3]
  private final float[] sums; // [rows, columns, 3]

  private Fitting(Picture picture, Placement placement) {
    this.picture = picture;
    this.placement = placement;
    Orientation turn = picture.orientation();
    Axis across = new Axis(placement.left(), placement.width(), placement.columns());
    Axis down = new Axis(placement.top(), placement.height(), placement.rows());
    Axis stored = turn.swapped() ? down : across;
    Axis storedDown = turn.swapped() ? across : down;
    columns =
        stored.resampler(
            picture.width(), picture.rows().width(), turn.columnsFlipped(), picture.reduction());
    rows =
        storedDown.resampler(
            picture.height(), picture.rows().height(), turn.rowsFlipped(), picture.reduction());
    narrow = new float[columns.size() * ImageDecoder.CHANNELS];
    sums = new float[rows.size() * narrow.length];
  }

  /**
   * The planes of a picture.
   *
   * @return [3, H, W]
   */
  static byte[] planes(Picture picture, Preprocessing wanted) {
    return new Fitting(picture, picture.placement(wanted)).planes(wanted);
  }

  /** A part of one axis of the shown picture, and how many pixels it becomes. */
  private record Axis(int from, int length, int size) {
    Resampler resampler(int stored, int decoded, boolean flipped, double reduction) {
      int first = flipped ? stored - from - length : from;
      return new Resampler(decoded, first / reduction, length / reduction, size);
    }
  }

  private byte[] planes(Preprocessing wanted) {
    int from = columns.first(0);
    int to = columns.end(columns.size() - 1);
    ColourRows colours = new ColourRows(picture, from, to);
    float[] line = new float[(to - from) * ImageDecoder.CHANNELS]; // [to - from, 3]
    int begin = 0; // the first row of the result that is not complete
    int end = rows.end(rows.size() - 1);
    for (int y = rows.first(0); y < end; y++) {
      colours.read(y, line);
      columns.applyToPixels(line, from, narrow);
      while (rows.end(begin) <= y) {
        begin++;
      }
      for (int row = begin; row < rows.size() && rows.first(row) <= y; row++) {
        add(rows.weight(row, y), row * narrow.length);
      }
    }
    return turned(wanted);
  }

  private void add(float weight, int at) {
    for (int i = 0; i < narrow.length; i++) {
      sums[at + i] += weight * narrow[i];
    }
  }

  private byte[] turned(Preprocessing wanted) {
    byte[] planes = new byte[ImageDecoder.CHANNELS * wanted.height() * wanted.width()];
    int area = wanted.height() * wanted.width();
    Orientation turn = picture.orientation();
    for (int y = 0; y < placement.rows(); y++) {
      for (int x = 0; x < placement.columns(); x++) {
        int column = turn.swapped() ? y : x;
        int row = turn.swapped() ? x : y;
        column = turn.columnsFlipped() ? columns.size() - 1 - column : column;
        row = turn.rowsFlipped() ? rows.size() - 1 - row : row;
        int from = row * narrow.length + column * ImageDecoder.CHANNELS;
        int to = (placement.y() + y) * wanted.width() + placement.x() + x;
        for (int channel = 0; channel < ImageDecoder.CHANNELS; channel++) {
          planes[channel * area + to] = (byte) Math.round(sums[from + channel]);
        }
      }
    }
    return planes;
  }
}
