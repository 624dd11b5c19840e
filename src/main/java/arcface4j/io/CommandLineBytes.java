package arcface4j.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The words that this process was started with, as bytes, where the system has them in a file. */
final class CommandLineBytes {

  private static final Path FILE = Path.of("/proc/self/cmdline");

  private CommandLineBytes() {}

  /** The bytes of these words, if they are the last ones of the command line. */
  static Optional<List<byte[]>> last(List<String> words) {
    try {
      return last(words, Files.readAllBytes(FILE));
    } catch (IOException e) {
      return Optional.empty(); // no such system
    }
  }

  /**
   * The same, of a command line in which each word ends with a zero byte.
   *
   * @param words as the JVM read them: what is ASCII is right in them
   */
  static Optional<List<byte[]>> last(List<String> words, byte[] line) {
    List<byte[]> all = split(line);
    if (all.size() < words.size()) {
      return Optional.empty();
    }
    List<byte[]> last = all.subList(all.size() - words.size(), all.size());
    for (int i = 0; i < last.size(); i++) {
      String raw = new String(last.get(i), StandardCharsets.ISO_8859_1);
      if (!ascii(raw).equals(ascii(words.get(i)))) {
        return Optional.empty();
      }
    }
    return Optional.of(last);
  }

  private static String ascii(String text) {
    return text.replaceAll("[^\\p{ASCII}]", "");
  }

  private static List<byte[]> split(byte[] line) {
    List<byte[]> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < line.length; at++) {
      if (line[at] == 0) {
        words.add(Arrays.copyOfRange(line, from, at));
        from = at + 1;
      }
    }
    return words;
  }
}
