package arcface4j.backend;

/** The backend of this build cannot run here; the message says why and what to do. */
public final class BackendException extends RuntimeException {
  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
