package arcface4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The help of one command: what it does, its options with their defaults, an example. */
record HelpText(String program, Command command, List<Flag> flags) {

  private static final int WIDTH = 100;

  String render() {
    StringBuilder text = new StringBuilder();
    TextHelpAppendable page = new TextHelpAppendable(text);
    page.setMaxWidth(WIDTH);
    HelpFormatter formatter =
        HelpFormatter.builder()
            .setHelpAppendable(page)
            .setShowSince(false)
            .setComparator((one, other) -> 0)
            .get();
    try {
      formatter.printHelp(
          "%s %s %s".formatted(program, command.name(), command.synopsis()).strip(),
          command.summary(),
          flags.stream().map(HelpText::option).toList(),
          "Example: " + command.example(),
          false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().stripTrailing();
  }

  private static Option option(Flag flag) {
    return Option.builder(flag.name().length() == 1 ? flag.name() : null)
        .longOpt(flag.name())
        .hasArg(flag.argument() != null)
        .argName(flag.argument())
        .desc(description(flag))
        .get();
  }

  private static String description(Flag flag) {
    String alias = flag.alias() == null ? "" : "; in the original --" + flag.alias();
    String preset = flag.preset() == null ? "" : " (default: " + flag.preset() + ")";
    return flag.description() + alias + preset;
  }
}
