package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

  private static final List<String> COLUMNS = List.of("epoch", "loss", "accuracy");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("metrics.csv");
  }

  @Test
  void aRowIsInTheFileAsSoonAsItIsAppended() throws IOException {
    try (MetricsLog log = MetricsLog.open(file, COLUMNS, 1)) {
      assertEquals("epoch,loss,accuracy\n", Files.readString(file));
      log.append(1, Arrays.asList(0.1, null));
      log.append(2, List.of(Double.NaN, "a,\"b\""));
      assertEquals("epoch,loss,accuracy\n1,0.1,\n2,NaN,\"a,\"\"b\"\"\"\n", Files.readString(file));
    }
  }

  @Test
  void aResumedRunContinuesAndDropsWhatItRepeats() throws IOException {
    Files.writeString(file, "epoch,loss,accuracy\n1,5.0,0.1\n2,4.0,\n3,3.0,0.3\n");
    try (MetricsLog log = MetricsLog.open(file, COLUMNS, 3)) {
      log.append(3, List.of(2.5, 0.4));
    }
    assertEquals("epoch,loss,accuracy\n1,5.0,0.1\n2,4.0,\n3,2.5,0.4\n", Files.readString(file));
  }

  @Test
  void aRowThatWasCutOffIsDropped() throws IOException {
    for (String torn : List.of("2", "2,4.0,0.", "2,\"4", "")) {
      Files.writeString(file, "epoch,loss,accuracy\n1,5.0,0.1\n" + torn);
      MetricsLog.open(file, COLUMNS, 9).close();
      assertEquals("epoch,loss,accuracy\n1,5.0,0.1\n", Files.readString(file));
    }
    Files.writeString(file, "epoch,lo");
    MetricsLog.open(file, COLUMNS, 9).close();
    assertEquals("epoch,loss,accuracy\n", Files.readString(file));
  }

  @Test
  void aFileOfSomethingElseIsRefusedAndStays() throws IOException {
    for (String text :
        List.of(
            "epoch,loss\n1,2\n",
            "hello\n",
            "epoch,loss,accuracy\nx,1,1\n",
            "epoch,loss,accuracy\n1,1\n",
            "epoch,loss,accuracy\n\"1,1\n")) {
      Files.writeString(file, text);
      IOException refusal =
          assertThrows(IOException.class, () -> MetricsLog.open(file, COLUMNS, 1), text);
      assertTrue(refusal.getMessage().startsWith(file.toString()), refusal::getMessage);
      assertEquals(1, refusal.getMessage().lines().count());
      assertEquals(text, Files.readString(file));
    }
  }

  @Test
  void rowsAndColumnsThatDoNotFitAreRefused() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> MetricsLog.open(file, List.of("loss"), 1));
    try (MetricsLog log = MetricsLog.open(file, COLUMNS, 1)) {
      assertThrows(IllegalArgumentException.class, () -> log.append(1, List.of(1)));
    }
    assertEquals("epoch,loss,accuracy\n", Files.readString(file));
  }

  @Test
  void readingGivesTheWholeRowsWithNaNForEmptyFields() throws IOException {
    Files.writeString(file, "epoch,loss,accuracy\n1,5.5,\n2,4.0,0.25\n3,3.");
    MetricsLog.Table table = MetricsLog.read(file);
    assertEquals(COLUMNS, table.columns());
    assertEquals(2, table.rows().size());
    assertArrayEquals(new double[] {1, 5.5, Double.NaN}, table.rows().get(0));
    assertArrayEquals(new double[] {2, 4, 0.25}, table.rows().get(1));
  }

  @Test
  void whatIsNoTableOfNumbersIsNotRead() throws IOException {
    for (String text : List.of("", "hello\n", "epoch,loss\n1,many\n", "epoch,loss\n1\n")) {
      Files.writeString(file, text);
      IOException refusal = assertThrows(IOException.class, () -> MetricsLog.read(file), text);
      assertTrue(refusal.getMessage().startsWith(file.toString()), refusal::getMessage);
      assertEquals(1, refusal.getMessage().lines().count());
    }
  }
}
