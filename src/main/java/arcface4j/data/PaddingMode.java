package arcface4j.data;

/** What lies around an image that is cropped after padding. */
public enum PaddingMode {
  /** Black pixels, before normalisation: each becomes -mean / std and not 0. */
  BLACK,
  /** The image mirrored at its outermost row and column, which are not repeated. */
  REFLECT
}
