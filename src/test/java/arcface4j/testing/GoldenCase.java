package arcface4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One folder of golden values made with PyTorch: {@code case.json} (or {@code expected.json}) and
 * the arrays beside it.
 *
 * <p>The folders are found, not listed: a new case needs no new code. {@code -Dgolden.dir=DIR}
 * walks another tree of the same layout; the default is {@code src/test/resources/golden}.
 *
 * @param root the tree that was walked
 * @param folder the case's folder
 * @param json the content of {@code case.json} or {@code expected.json}
 */
public record GoldenCase(Path root, Path folder, JsonNode json) {

  /** Absolute tolerance of the cases in double precision. */
  public static final double EXACT = 1e-9;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The cases whose path below the root begins with {@code prefix}, sorted. */
  public static List<GoldenCase> under(String prefix) {
    return find("case.json", name -> name.startsWith(prefix));
  }

  /** The cases that keep their parameters in {@code expected.json}, under {@code prefix}. */
  public static List<GoldenCase> expectedUnder(String prefix) {
    return find("expected.json", name -> name.startsWith(prefix));
  }

  private static List<GoldenCase> find(String file, Predicate<String> wanted) {
    Path root = goldenRoot();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(path -> path.getFileName().toString().equals(file))
          .filter(path -> wanted.test(root.relativize(path).toString().replace('\\', '/')))
          .sorted()
          .map(path -> read(root, path))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path goldenRoot() {
    String chosen = System.getProperty("golden.dir", "");
    Path root = Path.of(chosen.isEmpty() ? "src/test/resources/golden" : chosen);
    if (!Files.isDirectory(root)) {
      throw new IllegalStateException("golden.dir: no folder " + root.toAbsolutePath());
    }
    return root;
  }

  private static GoldenCase read(Path root, Path file) {
    try {
      return new GoldenCase(root, file.getParent(), JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder's path below the root, with slashes. */
  public String name() {
    return root.relativize(folder).toString().replace('\\', '/');
  }

  /** A parameter of the case, such as {@code s} or {@code batch}. */
  public JsonNode parameter(String name) {
    return json.path("params").path(name);
  }

  /** Whether the case was computed in double precision. */
  public boolean isDouble() {
    return parameter("dtype").asText("f64").equals("f64");
  }

  /** Whether the case has this array. */
  public boolean has(String array) {
    return Files.exists(folder.resolve(array + ".npy"));
  }

  /** The array in {@code <name>.npy}. */
  public NpyArray array(String name) {
    try {
      return NpyArray.read(folder.resolve(name + ".npy"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The absolute tolerance that the case gives for one of its arrays. */
  public double tolerance(String array) {
    JsonNode tolerance = json.path("tolerance").path(array);
    if (tolerance.isMissingNode()) {
      throw new IllegalStateException(name() + " gives no tolerance for " + array);
    }
    return tolerance.asDouble();
  }

  /** Compares with {@code <name>.npy} within the case's tolerance for that array. */
  public void assertMatches(String array, double[] actual) {
    assertMatches(array, actual, tolerance(array));
  }

  /** Compares with {@code <name>.npy} within an absolute tolerance; names the first difference. */
  public void assertMatches(String array, double[] actual, double tolerance) {
    double[] expected = array(array).doubles();
    assertEquals(expected.length, actual.length, () -> name() + "/" + array + ": length");
    for (int i = 0; i < expected.length; i++) {
      int index = i;
      assertEquals(
          expected[i],
          actual[i],
          tolerance,
          () -> name() + "/" + array + "[" + index + "], made by PyTorch; see golden/README.md");
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
