package arcface4j.app.inspect;

import java.io.IOException;

/** Hears how far work is, and may end it. */
@FunctionalInterface
public interface Progress {

  /**
   * So much is done.
   *
   * @throws IOException if the work is to end
   */
  void at(long done) throws IOException;
}
