package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LostResultsTest {

  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  @Test
  void resultsThatAFullDiskDoesNotTakeAreAFailure() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new Cli(new PrintStream(FULL), new PrintStream(err)).run("--version");
    assertEquals(Cli.FAILED, code);
    String told = err.toString();
    assertTrue(told.startsWith("arcface: standard output does not take the results"), told);
    assertEquals(1, told.lines().count());
  }
}
