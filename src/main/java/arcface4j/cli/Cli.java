package arcface4j.cli;

import arcface4j.app.Suggestion;
import arcface4j.io.FileName;
import arcface4j.train.BuildInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command line as a whole: finds the command, parses its options, and turns what goes wrong
 * into one line and an exit code.
 */
public final class Cli {

  /** A run that failed on data, files, memory or the network. */
  public static final int FAILED = 1;

  /** A wrong command line. */
  public static final int USAGE = 2;

  private static final String PROGRAM = "arcface";
  private static final String LARGER_HEAP =
      "java -Xmx8g -jar, or ARCFACE_JAVA_OPTS=-Xmx8g ./arcface";

  private final Console console;
  private final List<Command> commands;

  public Cli(PrintStream out, PrintStream err) {
    console = new Console(out, err);
    commands = commands();
  }

  /** Every command, in the order of the help. */
  static List<Command> commands() {
    return List.of(
        new TrainCommand(),
        new EvaluateCommand(),
        new ReportCommand(),
        new EmbedCommand(),
        new IndexCommand(),
        new SearchCommand(),
        new VerifyCommand(),
        new CalibrateCommand(),
        new PredictCommand(),
        new EnrollCommand(),
        new BenchCommand(),
        new FetchCommand(),
        new DataCommand(),
        new DoctorCommand());
  }

  /**
   * Runs one command line.
   *
   * @return the exit code: 0, {@link #FAILED}, {@link #USAGE}, or 130 and 143 after SIGINT and
   *     SIGTERM
   */
  public int run(String... words) {
    boolean debug = Arrays.asList(words).contains("--" + Flag.DEBUG.name());
    try {
      int code = dispatch(FileName.texts(List.of(words)).toArray(String[]::new));
      console.requireWritten();
      return code;
    } catch (UsageException e) {
      return fail(e, USAGE, debug);
    } catch (IOException | RuntimeException e) {
      return fail(e, FAILED, debug);
    } catch (OutOfMemoryError e) {
      console.note(
          "%s: out of memory (%s); give a smaller --batch-size or, for many images, a larger heap (%s)"
              .formatted(PROGRAM, e.getMessage(), LARGER_HEAP));
      return FAILED;
    }
  }

  private int dispatch(String[] words) throws UsageException, IOException {
    if (words.length == 0 || words[0].equals("--help") || words[0].equals("help")) {
      console.result(overview());
      return words.length == 0 ? USAGE : 0;
    }
    if (words[0].equals("--version")) {
      console.result(version());
      return 0;
    }
    Command command = find(words[0]);
    List<Flag> flags = new ArrayList<>(command.flags());
    flags.addAll(Flag.COMMON);
    Arguments arguments = Arguments.parse(flags, Arrays.copyOfRange(words, 1, words.length));
    if (arguments.isSet(Flag.HELP.name())) {
      console.result(new HelpText(PROGRAM, command, flags).render());
      return 0;
    }
    return command.run(arguments, console);
  }

  private static String version() {
    return "%s, Java %s".formatted(BuildInfo.current().describe(), Runtime.version());
  }

  private Command find(String verb) throws UsageException {
    List<String> verbs = commands.stream().map(Command::name).toList();
    return commands.stream()
        .filter(command -> command.name().equals(verb))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "command '%s' is not one of %s%s"
                        .formatted(verb, String.join(", ", verbs), Suggestion.among(verbs, verb))));
  }

  private String overview() {
    StringBuilder text = new StringBuilder("Deep metric learning on the JVM.\n\nCommands:\n");
    for (Command command : commands) {
      text.append("  %-10s %s%n".formatted(command.name(), command.summary()));
    }
    return text.append("\n`%s COMMAND --help` shows a command's options.".formatted(PROGRAM))
        .toString();
  }

  private int fail(Exception failure, int code, boolean debug) {
    console.note(PROGRAM + ": " + OneLine.of(failure));
    if (debug) {
      failure.printStackTrace(console.err());
    }
    return code;
  }
}
