package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "0.0125, 0.0125",
    "123450.2, 123450",
    "1e-5, 1e-05",
    "2.5e-5, 2.5e-05",
    "0.99999999, 1",
    "NaN, -"
  })
  void zerosThatSayNothingAreLeftOutWithTheirPoint(double value, String expected) {
    assertEquals(expected, Text.number(value));
  }
}
