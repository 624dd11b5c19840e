package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelLengthTest {

  @ParameterizedTest
  @CsvSource({"8, 32, 8", "25%, 32, 8", "25%, 49, 12", "25%, 50, 12", "12.5%, 32, 4", "0, 32, 0"})
  void aLengthIsInPixelsOrAShareOfTheSide(String text, int side, int pixels) {
    assertEquals(pixels, PixelLength.parse(text, side));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "a", "8px", "1.5", "25%%"})
  void anythingElseIsRefused(String text) {
    assertThrows(NumberFormatException.class, () -> PixelLength.parse(text, 32));
  }
}
