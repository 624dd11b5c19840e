package arcface4j.engine;

import java.util.function.Supplier;

/** oneDNN's status codes as exceptions. */
final class Status {

  // dnnl_status_t; the preset reads its values from the library, so they are no constants for
  // javac.
  private static final int SUCCESS = 0;
  private static final int OUT_OF_MEMORY = 1;
  private static final int INVALID_ARGUMENTS = 2;
  private static final int UNIMPLEMENTED = 3;

  private Status() {}

  /** Throws an {@link EngineException} that names {@code what} unless the status is success. */
  static void check(int status, Supplier<String> what) {
    if (status != SUCCESS) {
      throw new EngineException("oneDNN could not make or run " + what.get() + ": " + text(status));
    }
  }

  private static String text(int status) {
    return switch (status) {
      case OUT_OF_MEMORY -> "out of memory";
      case INVALID_ARGUMENTS -> "invalid arguments";
      case UNIMPLEMENTED -> "not implemented for these shapes on this processor";
      default -> "status " + status;
    };
  }
}
