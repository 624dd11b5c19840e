package arcface4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The programs of the fast engine in use: one for each shape of batch, the two last used; an epoch
 * has full batches and a short one at its end.
 *
 * @param <P> a program
 */
final class Programs<P extends AutoCloseable> {

  private static final int KEPT = 2;

  /**
   * What a program is made for.
   *
   * @param images N
   * @param height H
   * @param width W
   */
  record BatchShape(int images, int height, int width) {}

  private final Function<BatchShape, P> maker;
  private final Map<BatchShape, P> programs = new LinkedHashMap<>(KEPT, 1, true);

  Programs(Function<BatchShape, P> maker) {
    this.maker = maker;
  }

  P of(BatchShape shape) {
    P known = programs.get(shape);
    if (known != null) {
      return known;
    }
    if (programs.size() == KEPT) {
      BatchShape eldest = programs.keySet().iterator().next();
      close(programs.remove(eldest));
    }
    P made = maker.apply(shape);
    programs.put(shape, made);
    return made;
  }

  void forEach(Consumer<P> action) {
    programs.values().forEach(action);
  }

  void closeAll() {
    programs.values().forEach(Programs::close);
    programs.clear();
  }

  static void close(AutoCloseable program) {
    try {
      program.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
