package arcface4j.data;

import arcface4j.io.DataException;
import java.util.Optional;

/**
 * N images of one shape, each made when it is asked for: out of memory, out of a file, out of a
 * cache. Any number of threads may ask at a time.
 *
 * <p>A new kind of source is one class that implements this; {@link ImageSet} gives its images
 * labels, {@link CachedImages} keeps what was decoded.
 */
public interface ImageSource {

  /** N. */
  int size();

  /** [C, H, W] of every image. */
  ImageShape shape();

  /** What a person knows an image by: a file, or a record such as data_batch_1.bin#17. */
  String name(int row);

  /**
   * Writes the planes [C, H, W] of one image.
   *
   * @param into receives them from {@code offset} on
   * @throws DataException if the image is broken; the message names it
   */
  void read(int row, byte[] into, int offset) throws DataException;

  /** Threads that are worth having: one where reading is copying, all where it is decoding. */
  int workers();

  /** The file that an image is decoded from; empty where it lies in memory. */
  Optional<ImageFile> file(int row);
}
