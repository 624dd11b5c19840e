package arcface4j.cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name its readable name without the dashes
 * @param alias the original program's name for it, or null
 * @param argument what its value is called in the help, or null if it takes none
 * @param preset the value when neither the command line nor a preset gives one, or null
 * @param description one line for the help
 */
record Flag(String name, String alias, String argument, String preset, String description) {

  static final Flag HELP = toggle("help", "show this help and end");
  static final Flag DEBUG = toggle("debug", "show the stack trace of a failure");

  /** The options of every command. */
  static final List<Flag> COMMON = List.of(HELP, DEBUG);

  static Flag value(String name, String argument, String preset, String description) {
    return new Flag(name, null, argument, preset, description);
  }

  static Flag toggle(String name, String description) {
    return new Flag(name, null, null, null, description);
  }

  /** The same option, also known under the original program's name. */
  Flag orOriginal(String originalName) {
    return new Flag(name, originalName, argument, preset, description);
  }

  boolean takesValue() {
    return argument != null;
  }
}
