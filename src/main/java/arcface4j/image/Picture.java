package arcface4j.image;

import java.awt.color.ICC_Profile;
import java.util.Optional;

/**
 * A decoded picture and what its file says of it.
 *
 * @param rows its samples
 * @param profile what its colours mean; empty is sRGB
 * @param orientation how it stands upright
 * @param reduction by how much the decoder made it smaller: rows x reduction is the stored size,
 *     rounded up
 * @param width stored columns
 * @param height stored rows
 */
record Picture(
    PixelRows rows,
    Optional<ICC_Profile> profile,
    Orientation orientation,
    int reduction,
    int width,
    int height) {

  /** In its stored size. */
  static Picture whole(PixelRows rows, Optional<ICC_Profile> profile, Orientation orientation) {
    return new Picture(rows, profile, orientation, 1, rows.width(), rows.height());
  }

  /** Which part of it goes where, as it is shown. */
  Placement placement(Preprocessing wanted) {
    return orientation.swapped()
        ? Placement.of(height, width, wanted)
        : Placement.of(width, height, wanted);
  }
}
