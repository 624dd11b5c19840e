package arcface4j.image;

/** How a picture of any shape becomes one of a given height and width. */
public enum Fit {
  /** The whole picture, its sides stretched on their own. */
  RESIZE,
  /** The largest part from the middle that has the shape asked for. */
  CROP,
  /** The whole picture with its own sides, and black beside it. */
  PAD
}
