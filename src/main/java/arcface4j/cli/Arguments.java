package arcface4j.cli;

import arcface4j.app.Suggestion;
import arcface4j.io.FileName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The values of a command's options: from the command line, else a preset, else the default. */
final class Arguments {

  private static final String ON = "1";
  private static final String OFF = "0";

  private final Map<String, Flag> flags = new HashMap<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, String> presets = new HashMap<>();
  private final List<String> positional;

  private Arguments(List<Flag> flags, List<String> positional) {
    flags.forEach(flag -> this.flags.put(flag.name(), flag));
    this.positional = List.copyOf(positional);
  }

  static Arguments parse(List<Flag> flags, String[] words) throws UsageException {
    CommandLine line = parseLine(flags, words);
    Arguments arguments = new Arguments(flags, words(line));
    for (Option option : line.getOptions()) {
      Flag flag = byEitherName(flags, option.getLongOpt());
      String value = option.getValue() == null ? ON : option.getValue();
      if (value.isEmpty()) {
        throw new UsageException(
            "--%s \"\" is empty; it takes %s".formatted(flag.name(), flag.argument()));
      }
      if (arguments.given.put(flag.name(), value) != null) {
        throw new UsageException(
            flag.alias() == null || flag.alias().equals(flag.name())
                ? "--" + flag.name() + " is given twice"
                : "--%s is given twice; --%s is another name of it"
                    .formatted(flag.name(), flag.alias()));
      }
    }
    return arguments;
  }

  /** The words that are no options; an empty one comes of a variable that is not set. */
  private static List<String> words(CommandLine line) throws UsageException {
    List<String> words = line.getArgList();
    if (words.contains("")) {
      throw new UsageException("an argument is empty (\"\"); give a name, or leave it out");
    }
    return words;
  }

  private static CommandLine parseLine(List<Flag> flags, String[] words) throws UsageException {
    Options options = new Options();
    for (Flag flag : flags) {
      options.addOption(option(flag, flag.name()));
      if (flag.alias() != null && !flag.alias().equals(flag.name())) {
        options.addOption(option(flag, flag.alias()));
      }
    }
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .setStripLeadingAndTrailingQuotes(false)
          .get()
          .parse(options, words);
    } catch (UnrecognizedOptionException e) {
      throw new UsageException(
          "unknown option %s; %s"
              .formatted(
                  e.getOption(),
                  Suggestion.ofOptions(names(options), names(flags), e.getOption())));
    } catch (MissingArgumentException e) {
      throw new UsageException("--" + e.getOption().getLongOpt() + " needs a value");
    } catch (ParseException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static List<String> names(Options options) {
    return options.getOptions().stream().map(option -> "--" + option.getLongOpt()).toList();
  }

  private static List<String> names(List<Flag> flags) {
    return flags.stream()
        .map(flag -> (flag.name().length() == 1 ? "-" : "--") + flag.name())
        .toList();
  }

  private static Option option(Flag flag, String name) {
    return Option.builder(name.length() == 1 ? name : null)
        .longOpt(name)
        .hasArg(flag.kind() != Flag.Kind.SWITCH)
        .optionalArg(flag.kind() == Flag.Kind.ON_OFF)
        .get();
  }

  private static Flag byEitherName(List<Flag> flags, String name) {
    return flags.stream()
        .filter(flag -> flag.name().equals(name) || name.equals(flag.alias()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Lets a preset stand in for options that the command line does not give.
   *
   * @throws IllegalArgumentException if the command has no option of one of the names
   */
  void applyPreset(Map<String, String> values) {
    values.keySet().forEach(this::declared);
    presets.putAll(values);
  }

  /** The words that are no options. */
  List<String> positional() {
    return positional;
  }

  /** For a command that takes options only. */
  void refuseWords() throws UsageException {
    if (!positional.isEmpty()) {
      throw new UsageException("'" + positional.get(0) + "' is not an option; see --help");
    }
  }

  /** The options that the command line gives, by their readable names. */
  Set<String> given() {
    return new HashSet<>(given.keySet());
  }

  boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** The one of these options that the command line gives, if any; two do not go together. */
  Optional<String> onlyOne(List<String> names) throws UsageException {
    List<String> found = names.stream().filter(this::isGiven).toList();
    if (found.size() > 1) {
      throw new UsageException(
          "--%s and --%s do not go together; give one".formatted(found.get(0), found.get(1)));
    }
    return found.stream().findFirst();
  }

  /** Whether a switch is on. */
  boolean isSet(String name) throws UsageException {
    return switch (find(name).orElse(OFF)) {
      case ON -> true;
      case OFF -> false;
      default -> throw new UsageException("--%s %s is not 0 or 1".formatted(name, text(name)));
    };
  }

  Optional<String> find(String name) {
    Optional<String> otherwise = unlessGiven(name);
    return isGiven(name) ? Optional.of(given.get(name)) : otherwise;
  }

  /** What an option is where the command line does not give it: the preset's value, or its own. */
  Optional<String> unlessGiven(String name) {
    return Optional.ofNullable(presets.getOrDefault(name, declared(name).preset()));
  }

  private Flag declared(String name) {
    Flag flag = flags.get(name);
    if (flag == null) {
      throw new IllegalArgumentException("no option --" + name + " was declared");
    }
    return flag;
  }

  String text(String name) throws UsageException {
    return find(name).orElseThrow(() -> new UsageException("--" + name + " is needed"));
  }

  /** One of a few words, whatever their case. */
  String choice(String name, List<String> choices) throws UsageException {
    String value = text(name).toLowerCase(Locale.ROOT);
    if (!choices.contains(value)) {
      throw new UsageException(
          "--" + name + " " + text(name) + " is not one of " + String.join(", ", choices));
    }
    return value;
  }

  /** The one of some constants that is written in small letters, with dashes between words. */
  <E extends Enum<E>> E choice(String name, Class<E> type) throws UsageException {
    E[] constants = type.getEnumConstants();
    List<String> words =
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    return constants[words.indexOf(choice(name, words))];
  }

  Path path(String name) throws UsageException {
    try {
      return FileName.path(text(name));
    } catch (InvalidPathException e) {
      throw new UsageException("--" + name + " " + text(name) + " is not a path");
    }
  }

  Optional<Path> findPath(String name) throws UsageException {
    return find(name).isPresent() ? Optional.of(path(name)) : Optional.empty();
  }

  /** A whole number from {@code least} to {@code most}. */
  long integer(String name, long least, long most) throws UsageException {
    try {
      long value = Long.parseLong(text(name));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says the same of words and of numbers out of range.
    }
    throw new UsageException(
        "--%s %s is not a whole number from %d to %d".formatted(name, text(name), least, most));
  }

  /** Whole numbers between commas, each from 1 to {@code most}. */
  List<Integer> positives(String name, int most) throws UsageException {
    List<Integer> values = new ArrayList<>();
    for (String word : text(name).split(",", -1)) {
      if (!word.matches("[1-9][0-9]{0,8}") || Integer.parseInt(word) > most) {
        throw new UsageException(
            "--%s %s is not a list of whole numbers from 1 to %d, such as 32,64"
                .formatted(name, text(name), most));
      }
      values.add(Integer.valueOf(word));
    }
    return values;
  }

  int positive(String name) throws UsageException {
    return (int) integer(name, 1, Integer.MAX_VALUE);
  }

  /** A finite number from {@code least} up to, but without, {@code bound}. */
  double number(String name, double least, double bound) throws UsageException {
    try {
      double value = Double.parseDouble(text(name));
      if (value >= least && value < bound) {
        return value;
      }
    } catch (NumberFormatException e) {
      // As above.
    }
    String range =
        bound == Double.POSITIVE_INFINITY
            ? "of " + least + " or more"
            : "from " + least + " to below " + bound;
    throw new UsageException("--%s %s is not a number %s".formatted(name, text(name), range));
  }
}
