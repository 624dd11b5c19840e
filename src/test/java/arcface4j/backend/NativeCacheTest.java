package arcface4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a JVM of its own, since JavaCPP settles its cache once. */
class NativeCacheTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "some/home"})
  void whoHasNoHomeUnpacksBelowTheTemporaryFolder(String home) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path current = Files.createDirectory(folder.resolve("current"));
    String cache = cacheOf(current, "-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary);
    assertTrue(Path.of(cache).startsWith(temporary), cache);
    try (var files = Files.list(current)) {
      assertEquals(0, files.count(), "nothing where the program was started");
    }
  }

  @Test
  void whoHasAHomeKeepsTheCacheThere() throws Exception {
    String cache = cacheOf(folder, "-Duser.home=" + folder.resolve("me"));
    assertTrue(Path.of(cache).startsWith(folder.resolve("me")), cache);
    String given = folder.resolve("given").toString();
    String asked = cacheOf(folder, "-Duser.home=?", "-Dorg.bytedeco.javacpp.cachedir=" + given);
    assertTrue(Path.of(asked).startsWith(given), asked);
    assertFalse(Files.exists(folder.resolve("?")));
  }

  private static String cacheOf(Path current, String... options)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java") + ""),
                        Stream.of(options),
                        Stream.of("-cp", System.getProperty("java.class.path")),
                        Stream.of(Cache.class.getName()))
                    .flatMap(words -> words)
                    .toList())
            .directory(current.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor());
    return text;
  }

  /** Says where JavaCPP unpacks. */
  static final class Cache {
    public static void main(String[] arguments) throws IOException {
      NativeCache.settle();
      System.out.println(Loader.getCacheDir());
    }
  }
}
