package arcface4j.app.inspect;

import arcface4j.image.ImageInfo;

/** What one look at a file gave. */
sealed interface Look {

  /**
   * A picture that can be decoded.
   *
   * @param hash a {@link PerceptualHash}
   */
  record Picture(ImageInfo info, Sha256 bytes, long hash, Thumbnail thumbnail) implements Look {}

  /**
   * A file that training would have to leave out.
   *
   * @param kind why
   * @param reason in words
   */
  record Unreadable(UnreadableFile.Kind kind, String reason) implements Look {}
}
