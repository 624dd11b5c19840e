package arcface4j.app.inspect;

import arcface4j.image.ImageInfo;

/** Columns and rows of a picture as it is shown. Smaller is what has fewer pixels. */
public record PictureSize(int width, int height) implements Comparable<PictureSize> {

  private static final int FIRST_ON_ITS_SIDE = 5; // of EXIF's orientations

  static PictureSize of(ImageInfo info) {
    return info.orientation() < FIRST_ON_ITS_SIDE
        ? new PictureSize(info.width(), info.height())
        : new PictureSize(info.height(), info.width());
  }

  @Override
  public int compareTo(PictureSize other) {
    int byPixels = Long.compare((long) width * height, (long) other.width * other.height);
    return byPixels != 0 ? byPixels : Integer.compare(width, other.width);
  }
}
