package arcface4j.app.inspect;

import arcface4j.image.Fit;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;

/**
 * A small gray rendering of a whole picture, which its hash and its thumbnail are made of.
 *
 * @param values [S, S] in 0 to 255
 */
record GrayPicture(float[] values) {

  /** S. */
  static final int SIDE = 32;

  /** What makes the planes of it. */
  static final Preprocessing RENDERING =
      new Preprocessing(SIDE, SIDE, Fit.RESIZE, Rendering.AS_SHOWN);

  private static final float RED = 0.299f; // of ITU-R BT.601
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  /** Of planes [3, S, S]. */
  static GrayPicture of(byte[] planes) {
    int area = SIDE * SIDE;
    float[] values = new float[area];
    for (int i = 0; i < area; i++) {
      values[i] =
          RED * (planes[i] & 255)
              + GREEN * (planes[area + i] & 255)
              + BLUE * (planes[2 * area + i] & 255);
    }
    return new GrayPicture(values);
  }
}
