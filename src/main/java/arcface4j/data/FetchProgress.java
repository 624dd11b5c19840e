package arcface4j.data;

/** Hears how far a download is. */
@FunctionalInterface
public interface FetchProgress {
  /**
   * Called after each piece.
   *
   * @param bytesSoFar bytes on disk, with those of an earlier attempt
   * @param totalBytes size of the whole file, or -1 if the server does not say
   */
  void update(long bytesSoFar, long totalBytes);
}
