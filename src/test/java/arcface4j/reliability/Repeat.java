package arcface4j.reliability;

import arcface4j.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the command lines of a file again and again until it is killed, and says which one has
 * ended: its number, or the failure, after which it ends. {@code {n}} in a line is how many rounds
 * there were before.
 */
final class Repeat {

  private Repeat() {}

  public static void main(String[] arguments) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(arguments[0]));
    int round = Integer.parseInt(arguments[1]);
    while (true) {
      for (int i = 0; i < lines.size(); i++) {
        run(lines.get(i).replace("{n}", Integer.toString(round)));
        System.out.println(round * lines.size() + i);
      }
      round++;
    }
  }

  private static void run(String line) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream all = new PrintStream(shown, true, StandardCharsets.UTF_8);
    if (new Cli(all, all).run(line.split(" ")) != 0) {
      System.out.println("failed: " + line + ": " + shown.toString(StandardCharsets.UTF_8));
      Runtime.getRuntime().halt(3);
    }
  }
}
