package arcface4j.app;

import java.util.function.Consumer;

/**
 * Who hears what a person should know of work under way, each a line.
 *
 * @param notes what was done and how
 * @param warnings what may not be as it was meant
 */
public record Remarks(Consumer<String> notes, Consumer<String> warnings) {

  /** Nobody listens. */
  public static Remarks unheard() {
    return new Remarks(note -> {}, warning -> {});
  }

  public void note(String line) {
    notes.accept(line);
  }

  public void warn(String line) {
    warnings.accept(line);
  }
}
