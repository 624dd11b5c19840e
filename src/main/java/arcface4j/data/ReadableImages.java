package arcface4j.data;

import arcface4j.io.DataException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images of a set for an epoch that is to have as many as there are files: where one is broken,
 * the next readable one of its class stands in for it. Which one is a function of the files alone,
 * so that a resumed epoch sees the same.
 */
final class ReadableImages {

  private final ImageSet images;
  private final BrokenImages broken;
  private final Set<Integer> known = ConcurrentHashMap.newKeySet(); // broken places

  ReadableImages(ImageSet images, BrokenImages broken) {
    this.images = images;
    this.broken = broken;
  }

  /**
   * Reads the image at a place, or the one that stands in for it.
   *
   * @param planes receives [C, H, W]
   * @throws DataException if it is broken and may not be replaced, or no image of its class is left
   */
  void pixels(int place, byte[] planes) throws DataException {
    int tried = place;
    while (known.contains(tried) || !read(tried, planes)) {
      tried = nextOfClass(tried);
      if (tried == place) {
        throw new DataException(
            "class '%s' has no image left, all are broken".formatted(images.className(place)));
      }
    }
  }

  private boolean read(int place, byte[] planes) throws DataException {
    try {
      images.pixels(place, planes, 0);
      return true;
    } catch (DataException e) {
      if (known.add(place)) {
        broken.found(e);
      }
      return false;
    }
  }

  private int nextOfClass(int place) {
    int next = place;
    do {
      next = (next + 1) % images.size();
    } while (images.label(next) != images.label(place));
    return next;
  }
}
