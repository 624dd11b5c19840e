package arcface4j.engine;

/** oneDNN cannot be used, or cannot do what was asked; the message says why and what would help. */
public final class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
