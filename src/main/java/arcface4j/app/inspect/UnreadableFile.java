package arcface4j.app.inspect;

import arcface4j.data.ImageFile;

/**
 * A file that training refuses, or leaves out where it is told to.
 *
 * @param reason in words
 */
public record UnreadableFile(ImageFile file, Kind kind, String reason) {

  /** Why it cannot be read. */
  public enum Kind {
    /** It is gone, locked, cut off, or no picture. */
    BROKEN,
    /** It is a picture of a format that must be converted first. */
    OTHER_FORMAT
  }
}
