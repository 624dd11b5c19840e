package arcface4j.data;

import arcface4j.io.DataException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What becomes of an image that cannot be read. Any number of threads may find one at a time. */
@FunctionalInterface
public interface BrokenImages {

  /**
   * Hears of one.
   *
   * @param broken names the image
   * @throws DataException if the work cannot go on without it
   */
  void found(DataException broken) throws DataException;

  /**
   * Ends the work.
   *
   * @param advice stands after the message, such as what would leave the image out
   */
  static BrokenImages refused(String advice) {
    return broken -> {
      throw new DataException(broken.getMessage() + advice, broken);
    };
  }

  /** Goes on without it, and says so once. */
  static BrokenImages leftOut(Consumer<String> warnings) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    return broken -> {
      if (told.add(broken.getMessage())) {
        warnings.accept("left out: " + broken.getMessage());
      }
    };
  }
}
