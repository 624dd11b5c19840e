package arcface4j.data;

import arcface4j.io.DataException;

/** Refuses a data set that the heap cannot hold, before anything is allocated. */
final class MemoryBudget {

  /** The rest of the heap is for decoding, batches and the program itself. */
  private static final double SHARE_FOR_IMAGES = 0.8;

  private static final double MIB = 1 << 20;

  private MemoryBudget() {}

  static void require(String what, long images, long bytesPerImage) throws DataException {
    require(what, images, bytesPerImage, Runtime.getRuntime().maxMemory());
  }

  static void require(String what, long images, long bytesPerImage, long heapBytes)
      throws DataException {
    if (images > Integer.MAX_VALUE - 8) {
      throw new DataException(what + ": " + images + " images are more than 2^31");
    }
    double needed = (double) images * bytesPerImage;
    if (needed > SHARE_FOR_IMAGES * heapBytes) {
      throw new DataException(
          ("%s: %d images of %d bytes need %.0f MiB, and images may take %.0f of the heap's %.0f"
                  + " MiB; use fewer or smaller images, or a larger heap (java -Xmx)")
              .formatted(
                  what,
                  images,
                  bytesPerImage,
                  needed / MIB,
                  SHARE_FOR_IMAGES * heapBytes / MIB,
                  heapBytes / MIB));
    }
  }
}
