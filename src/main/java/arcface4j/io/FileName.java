package arcface4j.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files as text, one to one, whatever the locale.
 *
 * <p>On most systems a name is bytes. Its text is these bytes read as UTF-8; a byte that is not
 * UTF-8 is written as a backslash, an x and two hexadecimal digits ({@code caf\xE9.png}), and a
 * backslash before an x as {@code \x5C}. Every other character stays as it is, a backslash, spaces,
 * line ends and either normal form too. On Windows a name is characters already, and the separators
 * become slashes.
 */
public final class FileName {

  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
  private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");
  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\u2028\u2029]");
  private static final Pattern UNSAFE_IN_URI = Pattern.compile("[^A-Za-z0-9/._-]");
  private static final char NO_LETTER = '\uFFFD'; // what the JDK puts in place of such a byte
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** Whether the JDK reads names as UTF-8, which is up to the locale. */
  private static final boolean READS_UTF8 =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  private FileName() {}

  /** The text of a path's own bytes, which it has if it was listed or made by {@link #path}. */
  public static String text(Path path) {
    String shown = path.toString();
    if (hasBackslashes(path)) {
      return shown.replace('\\', '/');
    }
    return isExact(shown) ? escaped(shown) : text(bytes(path));
  }

  /** The text of a name's bytes. */
  public static String text(byte[] name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(name);
    CharBuffer letters = CharBuffer.allocate(name.length);
    StringBuilder text = new StringBuilder();
    CoderResult result = decoder.decode(bytes, letters, true);
    while (result.isError()) {
      text.append(escaped(letters.flip().toString()));
      for (int i = 0; i < result.length(); i++) {
        text.append(escape(bytes.get()));
      }
      letters.clear();
      result = decoder.decode(bytes, letters, true);
    }
    return text.append(escaped(letters.flip().toString())).toString();
  }

  /**
   * The path of a text, with these very bytes.
   *
   * @throws InvalidPathException if it cannot be a path
   */
  public static Path path(String text) {
    Path plain = Path.of("");
    boolean asItIs = hasBackslashes(plain) || isExact(text) && !ESCAPED.matcher(text).find();
    return asItIs ? Path.of(text) : pathOf(bytes(text), text);
  }

  /**
   * The path of a word of the command line: of that very name, or, where there is none, of the name
   * as tables have it, with its escapes.
   *
   * @throws InvalidPathException if it cannot be a path
   */
  public static Path given(String text) {
    Path exact = path(text);
    boolean mayBeCopied = text.contains("\\x5Cx") && !Files.exists(exact);
    return mayBeCopied ? path(text.replace("\\x5Cx", "\\x")) : exact;
  }

  /** The path of a file in the same folder, whose name has more in front of it or at its end. */
  public static Path beside(Path file, String front, String end) {
    return file.resolveSibling(path(front + text(file.getFileName()) + end));
  }

  /** The text with control characters and line ends escaped, too, so that it stays in one line. */
  public static String inOneLine(String text) {
    return UNSHOWN
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(escapeAll(found.group())));
  }

  /**
   * Whether two names are the same to a reader: a letter with an accent is one character or two.
   */
  public static boolean sameName(String one, String other) {
    return composed(one).equals(composed(other));
  }

  /** The name in the normal form with the fewest characters (NFC). */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * The words of a command line with the bytes that the shell gave, as the texts of names. The JVM
   * hands out those that its locale has letters for; Linux has all of them.
   *
   * @throws IOException if a word is lost, in one line that says what to do
   */
  public static List<String> texts(List<String> words) throws IOException {
    if (hasBackslashes(Path.of(""))) {
      return words;
    }
    if (words.stream().allMatch(FileName::isExact)) {
      return words.stream().map(FileName::escaped).toList();
    }
    Optional<List<byte[]>> given = CommandLineBytes.last(words);
    if (given.isPresent()) {
      return given.get().stream().map(FileName::text).toList();
    }
    for (String word : words) {
      if (!READS_UTF8 && word.indexOf(NO_LETTER) >= 0) {
        throw new IOException(
            "the locale has no letters for '" + word + "'; start with LC_ALL=C.UTF-8");
      }
    }
    return words.stream().map(FileName::escaped).toList();
  }

  private static boolean hasBackslashes(Path path) {
    return path.getFileSystem().getSeparator().equals("\\");
  }

  /** Whether each of these characters stands for the same bytes in the locale and in UTF-8. */
  private static boolean isExact(String shown) {
    return READS_UTF8
        ? shown.indexOf(NO_LETTER) < 0
        : StandardCharsets.US_ASCII.newEncoder().canEncode(shown);
  }

  private static String escaped(String text) {
    return text.replace("\\x", "\\x5Cx");
  }

  private static String escape(byte value) {
    return "\\x" + HEX.toHexDigits(value);
  }

  /** The JDK hands out a path's bytes in its URI alone, which is absolute. */
  private static byte[] bytes(Path path) {
    Path root = path.getFileSystem().getRootDirectories().iterator().next();
    String absolute = root.resolve(path).toUri().getRawPath();
    int from = path.isAbsolute() ? 0 : 1;
    // A URI ends in a slash where there happens to be a folder of that name.
    int to = absolute.length() > 1 && absolute.endsWith("/") ? 1 : 0;
    String raw = absolute.substring(from, absolute.length() - to);
    return unescaped(raw, PERCENT);
  }

  private static byte[] bytes(String text) {
    return unescaped(text, ESCAPED);
  }

  private static byte[] unescaped(String text, Pattern escape) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    for (MatchResult found : escape.matcher(text).results().toList()) {
      bytes.writeBytes(text.substring(at, found.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(HexFormat.fromHexDigits(found.group(1)));
      at = found.end();
    }
    bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static Path pathOf(byte[] name, String text) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte value : name) {
      char letter = (char) (value & 0xFF);
      boolean isSafe = !UNSAFE_IN_URI.matcher(String.valueOf(letter)).matches();
      uri.append(isSafe ? String.valueOf(letter) : "%" + HEX.toHexDigits(value));
    }
    try {
      Path absolute = Path.of(URI.create(uri.toString()));
      return name[0] == '/' ? absolute : absolute.subpath(0, absolute.getNameCount());
    } catch (IllegalArgumentException e) {
      throw new InvalidPathException(text, e.getMessage());
    }
  }

  private static String escapeAll(String text) {
    StringBuilder all = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      all.append(escape(value));
    }
    return all.toString();
  }
}
