package arcface4j.npy;

import java.io.IOException;

/** The bytes are not an {@code .npy} array that this package reads; the message says why. */
public final class NpyFormatException extends IOException {
  public NpyFormatException(String message) {
    super(message);
  }
}
