package arcface4j.cli;

/** The command line is wrong; the message says what was given and what would be right. */
final class UsageException extends Exception {
  UsageException(String message) {
    super(message);
  }
}
