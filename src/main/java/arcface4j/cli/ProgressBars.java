package arcface4j.cli;

import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar on a terminal, a plain line now and then otherwise. */
final class ProgressBars {

  private static final int TERMINAL_MILLIS = 250;
  private static final int PLAIN_MILLIS = 30_000;
  private static final long MIB = 1 << 20;

  private ProgressBars() {}

  /** Whether a person looks at standard error. */
  static boolean onTerminal() {
    java.io.Console console = System.console();
    return console != null && isTerminal(console) && System.getenv("TERM") != null;
  }

  /** From JDK 22 on there may be a console without a terminal, and a method that tells. */
  private static boolean isTerminal(java.io.Console console) {
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the console does not say whether it is a terminal", e);
    }
  }

  /** Counts bytes in MiB. */
  static ProgressBar bytes(String task, Console console) {
    return builder(task, console).setUnit(" MiB", MIB).setInitialMax(-1).build();
  }

  /** Counts images. */
  static ProgressBar images(String task, long total, Console console) {
    return builder(task, console).setUnit(" images", 1).setInitialMax(total).build();
  }

  private static ProgressBarBuilder builder(String task, Console console) {
    boolean terminal = onTerminal();
    return ProgressBar.builder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(terminal ? TERMINAL_MILLIS : PLAIN_MILLIS)
        .showSpeed()
        .setConsumer(
            terminal
                ? new ConsoleProgressBarConsumer(console.err())
                : new PlainLines(console::note));
  }

  /** Writes each state as a line of its own. */
  private record PlainLines(Consumer<String> out) implements ProgressBarConsumer {

    private static final int WIDTH = 100;

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String line) {
      out.accept(line.strip());
    }

    @Override
    public void close() {}
  }
}
