package arcface4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Base64;
import java.util.Locale;

/**
 * The row's own JVM: takes a {@link BenchCase}, JSON in Base64, and prints the {@link RowResult}.
 */
final class RowMain {

  private RowMain() {}

  public static void main(String[] words) throws IOException {
    Locale.setDefault(Locale.ROOT);
    PrintStream result = System.out;
    // SameDiff lists there every operation it differentiates.
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    ObjectMapper json = new ObjectMapper();
    BenchCase bench = json.readValue(Base64.getDecoder().decode(words[0]), BenchCase.class);
    result.println(json.writeValueAsString(run(bench)));
  }

  private static RowResult run(BenchCase bench) {
    try {
      return new RowResult(RowMeasurement.of(bench), null);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      e.printStackTrace();
      return new RowResult(null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
