package arcface4j.app.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountSummaryTest {

  private static CountSummary of(String counts) {
    return CountSummary.of(Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7-7:1",
    "5 5 5, 5-5:3",
    "10 12 11 10, 10-10:2 11-11:1 12-12:1",
    "100 110 179 180 200, 100-112:2 113-125:0 126-138:0 139-151:0 152-164:0 165-177:0 178-190:2 191-200:1",
    "1 1 2 3 4 9 100, 1-1:2 2-3:2 4-7:1 8-15:1 16-31:0 32-63:0 64-100:1",
    "1 2147483647, 1-1:1 2-3:0",
  })
  void theHistogramCountsEveryClassOnce(String counts, String expected) {
    List<CountSummary.Bin> bins = of(counts).histogram();
    String text =
        bins.stream()
            .map(bin -> bin.least() + "-" + bin.most() + ":" + bin.classes())
            .collect(Collectors.joining(" "));
    assertEquals(expected, text.substring(0, Math.min(text.length(), expected.length())));
    assertEquals(of(counts).classes(), bins.stream().mapToInt(CountSummary.Bin::classes).sum());
  }

  @Test
  void theMedianOfAnEvenNumberIsTheLowerOne() {
    assertEquals(2, of("9 1 2 4").median());
    assertEquals(4, of("9 1 4").median());
    assertEquals(0, CountSummary.of(new int[0]).median());
  }

  @Test
  void namesThatAPersonTakesForOneAreFound() {
    List<String> names =
        Stream.of("Circle", "circle ", "circles", "Stra\u00dfe", "STRASSE", "e\u0301", "\u00e9")
            .sorted()
            .toList();
    assertEquals(
        List.of(
            List.of("Circle", "circle "),
            List.of("STRASSE", "Stra\u00dfe"),
            List.of("e\u0301", "\u00e9")),
        NearNames.among(names));
    assertEquals(List.of(), NearNames.among(List.of("cat", "dog")));
  }
}
