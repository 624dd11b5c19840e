package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example in the README compiles as it stands there, and runs. */
@Tag("slow")
class ReadmeExampleTest {

  private static final String SOURCE =
      """
      import arcface4j.api.EmbeddingModel;
      import java.awt.image.BufferedImage;
      import java.io.File;
      import java.nio.file.Path;
      import javax.imageio.ImageIO;

      public class Example {
        public static void main(String[] args) throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void itCompilesAndRuns() throws Exception {
    Path checkpoint = TinyModel.train(folder.resolve("run"));
    NoisePictures.write(folder, 2, "pictures");
    Path source = folder.resolve("Example.java");
    Files.writeString(source, SOURCE.formatted(example()));

    compile(source);

    String printed =
        run(checkpoint, folder.resolve("pictures/0.png"), folder.resolve("pictures/0.png"));
    assertEquals("32 numbers, cosine 1.000", printed.strip());
  }

  private static String example() throws Exception {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find(), "README.md has no block of Java");
    return block.group(1);
  }

  private static void compile(Path source) {
    String classPath = System.getProperty("java.class.path");
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-cp", classPath, source.toString());
    assertEquals(0, result, () -> errors.toString(StandardCharsets.UTF_8));
  }

  private String run(Path... arguments) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ReadmeExampleTest.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) words);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
