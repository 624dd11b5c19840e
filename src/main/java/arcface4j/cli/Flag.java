package arcface4j.cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name its readable name without the dashes
 * @param alias the original program's name for it, or null
 * @param kind whether it takes a value
 * @param argument what its value is called in the help, or null
 * @param preset the value when neither the command line nor a preset gives one, or null
 * @param description one line for the help
 */
record Flag(
    String name, String alias, Kind kind, String argument, String preset, String description) {

  /** Whether an option takes a value. */
  enum Kind {
    VALUE,
    /** On where it is given; the word behind it is not its own. */
    SWITCH,
    /** On where it stands alone or with 1, off with 0. */
    ON_OFF
  }

  static final Flag HELP = toggle("help", "show this help and end");
  static final Flag DEBUG = toggle("debug", "show the stack trace of a failure");

  /** The options of every command. */
  static final List<Flag> COMMON = List.of(HELP, DEBUG);

  static Flag value(String name, String argument, String preset, String description) {
    return new Flag(name, null, Kind.VALUE, argument, preset, description);
  }

  static Flag toggle(String name, String description) {
    return new Flag(name, null, Kind.SWITCH, null, null, description);
  }

  /** A switch that may be on already, so that there is something to turn off. */
  static Flag toggle(String name, String preset, String description) {
    return new Flag(name, null, Kind.ON_OFF, "0|1", preset, description);
  }

  /** The same option, also known under the original program's name. */
  Flag orOriginal(String originalName) {
    return new Flag(name, originalName, kind, argument, preset, description);
  }

  /** The same option where something else knows the value if it is not given. */
  Flag withoutDefault() {
    return new Flag(name, alias, kind, argument, null, description);
  }
}
