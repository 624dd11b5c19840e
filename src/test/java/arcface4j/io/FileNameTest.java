package arcface4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere names are not any bytes")
class FileNameTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "636166E92E706E67, caf\\xE9.png",
    "636166C3A92E706E67, caf\u00E9.png",
    "63616665CC81, cafe\u0301", // the accent is a character of its own
    "615C62, a\\b",
    "615C783431, a\\x5Cx41",
    "5C5C78, \\\\x5Cx",
    "5CE9, \\\\xE9",
    "FFFE, \\xFF\\xFE",
    "EDA0BD, \\xED\\xA0\\xBD",
    "C080, \\xC0\\x80",
    "F09F9880, 😀",
    "F09F98, \\xF0\\x9F\\x98",
    "E962, \\xE9b",
    "EFBFBD, \uFFFD",
    "253431, %41",
    "2061, ' a'",
    "61200A, 'a \n'"
  })
  void bytesAndTextMapOneToOne(String bytes, String text) {
    byte[] name = HexFormat.of().parseHex(bytes);
    assertEquals(text, FileName.text(name));
    Path path = FileName.path(text);
    assertEquals(text, FileName.text(path));
    assertEquals(text, FileName.text(Path.of("/a").resolve(path).getFileName()));
    assertEquals("/a/" + text + "/b", FileName.text(FileName.path("/a/" + text + "/b")));
    assertEquals(text + "/b", FileName.text(FileName.path(text + "/b")));
  }

  @Test
  void randomBytesComeBack() {
    Random random = new Random(4);
    for (int round = 0; round < 20_000; round++) {
      byte[] name = new byte[1 + random.nextInt(6)];
      for (int i = 0; i < name.length; i++) {
        name[i] = oftenSpecial(random);
      }
      String text = FileName.text(name);
      assertArrayEquals(name, text(FileName.path(text)), text);
      assertEquals(text, FileName.text(FileName.path(text)));
      String line = FileName.inOneLine(text);
      assertEquals(FileName.path(text), FileName.path(line), line);
    }
  }

  private static byte oftenSpecial(Random random) {
    byte[] special = {'\\', 'x', '5', 'C', (byte) 0xC3, (byte) 0xA9, (byte) 0xE9, '\n', '%', '.'};
    int value = random.nextInt(256);
    boolean isUsual = random.nextInt(3) > 0 || value == 0 || value == '/';
    return isUsual ? special[random.nextInt(special.length)] : (byte) value;
  }

  /** The bytes of a path by another way: its file's name in a listing of a shell. */
  private static byte[] text(Path path) {
    String uri = Path.of("/").resolve(path).toUri().getRawPath();
    uri = uri.substring(1).replaceFirst("/$", ""); // "." is a folder
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < uri.length(); i++) {
      boolean isEscape = uri.charAt(i) == '%';
      bytes.write(isEscape ? HexFormat.fromHexDigits(uri, i + 1, i + 3) : uri.charAt(i));
      i += isEscape ? 2 : 0;
    }
    return bytes.toByteArray();
  }

  @Test
  void filesThatAShellMadeAreFoundAgainByTheirText() throws Exception {
    String names =
        "$'caf\\xe9' $'caf\\xc3\\xa9' $'cafe\\xcc\\x81' 'a\\b' ' a' 'a ' $'a\\nb' 'a\\x41'";
    String line =
        "cd \"$0\" && for n in %s; do mkdir \"$n\"; touch \"$n/$n\"; done".formatted(names);
    new ProcessBuilder("bash", "-c", line, folder.toString()).inheritIO().start().waitFor();
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = FileName.text(file);
        texts.add(FileName.text(file.getFileName()));
        assertTrue(Files.isSameFile(file, FileName.path(text)), text);
        assertTrue(Files.exists(FileName.path(FileName.inOneLine(text))), text);
      }
    }
    assertEquals(
        new TreeSet<>(
            List.of(
                "caf\\xE9", "caf\u00e9", "cafe\u0301", "a\\b", " a", "a ", "a\nb", "a\\x5Cx41")),
        new TreeSet<>(texts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a", "/a/b", "C:\\x\\y", "\\x4", "\\xZZ"})
  void textWithoutAnEscapeIsAPathAsItStands(String text) {
    assertEquals(Path.of(text), FileName.path(text));
  }

  @Test
  void aZeroByteIsNoName() {
    assertThrows(InvalidPathException.class, () -> FileName.path("a\0"));
    assertThrows(InvalidPathException.class, () -> FileName.path("a\\x00"));
  }

  @Test
  void whatEndsALineIsEscapedWhereALineIsNeeded() {
    assertEquals("a\\x0Ab\\x09\\x1B[1m \\xC2\\x85", FileName.inOneLine("a\nb\t\u001b[1m \u0085"));
    assertEquals("caf\u00e9 \\xE9", FileName.inOneLine("caf\u00e9 \\xE9"));
  }

  @Test
  void namesThatLookTheSameAreTheSameToAReader() {
    assertTrue(FileName.sameName("caf\u00e9", "cafe\u0301"));
    assertFalse(FileName.sameName("caf\u00e9", "cafe"));
    assertFalse(FileName.sameName("a", "A"));
    assertFalse(FileName.sameName("a", "a "));
  }

  @Test
  void wordsAreReadAsTheNamesThatTheyAre() throws IOException {
    assertEquals(List.of("a\\b", "\\x5Cx41", ""), FileName.texts(List.of("a\\b", "\\x41", "")));
  }

  @Test
  void theLastWordsOfACommandLineAreTakenAsBytes() {
    byte[] line = "java\0-cp\0x\0Main\0\0caf?\0".getBytes(StandardCharsets.ISO_8859_1);
    line[line.length - 2] = (byte) 0xE9;
    List<byte[]> last = CommandLineBytes.last(List.of("", "caf\uFFFD"), line).orElseThrow();
    assertEquals(List.of("", "caf\\xE9"), last.stream().map(FileName::text).toList());
    assertEquals(Optional.empty(), CommandLineBytes.last(List.of("", "other\uFFFD"), line));
    assertEquals(Optional.empty(), CommandLineBytes.last(List.of("caf\uFFFD"), new byte[0]));
  }
}
