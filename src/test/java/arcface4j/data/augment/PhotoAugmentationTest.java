package arcface4j.data.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text and JSON forms of the settings, and what they refuse. */
class PhotoAugmentationTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.35-1", "0.08-0.5", "1-1"})
  void cropsKeepTheirText(String text) {
    assertEquals(text, RandomCrop.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.4,0.4,0.4,0.1", "0,0,0,0", "2,0,0.25,0.5"})
  void jitterKeepsItsText(String text) {
    assertEquals(text, ColorJitter.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none|none",
        "trivial|trivial",
        "randaugment|randaugment:2,9",
        "randaugment:3,30|randaugment:3,30"
      })
  void automaticAugmentationKeepsItsText(String text, String expected) {
    assertEquals(expected, AutoAugment.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.35", "0-1", "0.5-0.2", "0.5-1.1", "a-b", "0.1-0.2-0.3", "NaN-1"})
  void wrongCropsAreRefused(String text) {
    assertRefused(RandomCrop::parse, text, "0.35-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.4", "0.4,0.4,0.4", "a,0,0,0", "0,0,0,0,0", "0x1p3,0,0,0"})
  void wrongJitterIsRefused(String text) {
    assertRefused(ColorJitter::parse, text, "0.4,0.4,0.4,0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"-1,0,0,0|0 to 10", "0,11,0,0|0 to 10", "0,0,1e9,0|0 to 10", "0,0,0,0.6|0 to 0.5"})
  void jitterOutOfItsRangeIsRefused(String text, String range) {
    assertRefused(ColorJitter::parse, text, range);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|randaugment:2,9",
        "auto|randaugment:2,9",
        "randaugment:2|randaugment:2,9",
        "randaugment:-1,9|randaugment:2,9",
        "randaugment:0,9|1 to 14",
        "randaugment:2,31|0 to 30"
      })
  void wrongAutomaticAugmentationIsRefused(String text, String right) {
    assertRefused(AutoAugment::parse, text, right);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.5, Double.NaN})
  void whatIsNoProbabilityOrAlphaIsRefused(double value) {
    assertRefused(number -> settings(number, 0, 0), value, "0 to 1");
    assertRefused(number -> settings(0, number, 0), value, "0 to 1");
    assertRefused(number -> settings(0, 0, number), value, "0 to 1");
    assertRefused(number -> new BatchMixing(number * 100, 0), value, "0 to 100");
    assertRefused(number -> new BatchMixing(0, number * 100), value, "0 to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "often", "0.1,0.2", "NaN"})
  void whatIsNoNumberIsRefused(String text) {
    assertRefused(PhotoAugmentation::parseProbability, text, "0.25");
    assertRefused(BatchMixing::parse, text, "0.2");
  }

  @Test
  void numbersAreRead() {
    assertEquals(0.25, PhotoAugmentation.parseProbability("0.25"));
    assertEquals(1, BatchMixing.parse("1.0"));
  }

  @Test
  void operationsRefuseWhatTheyCannotDo() {
    assertRefused(Brightness::new, -0.1, "0 or more");
    assertRefused(Contrast::new, Double.NaN, "0 or more");
    assertRefused(Saturation::new, Double.POSITIVE_INFINITY, "0 or more");
    assertRefused(Hue::new, 0.51, "-0.5 to 0.5");
    assertRefused(Posterize::new, 9, "0 to 8");
    assertRefused(sigma -> new GaussianBlur(1, sigma), 0.0, "above 0");
  }

  @Test
  void jsonKeepsAll() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    PhotoAugmentation all =
        new PhotoAugmentation(
            RandomCrop.parse("0.35-1"),
            AutoAugment.parse("randaugment:2,9"),
            ColorJitter.parse("0.4,0.3,0.2,0.1"),
            0.1,
            0.2,
            0.25,
            new BatchMixing(0.2, 1));
    for (PhotoAugmentation one : new PhotoAugmentation[] {all, PhotoAugmentation.NONE}) {
      String text = json.writeValueAsString(one);
      assertEquals(one, json.readValue(text, PhotoAugmentation.class), text);
    }
    assertEquals(
        "{\"crop\":{\"from\":1.0,\"to\":1.0},"
            + "\"auto\":{\"policy\":\"NONE\",\"operations\":0,\"magnitude\":0},"
            + "\"jitter\":{\"brightness\":0.0,\"contrast\":0.0,\"saturation\":0.0,\"hue\":0.0},"
            + "\"grayscale\":0.0,\"blur\":0.0,\"erase\":0.0,"
            + "\"mixing\":{\"mixup\":0.0,\"cutmix\":0.0}}",
        json.writeValueAsString(PhotoAugmentation.NONE));
  }

  private static PhotoAugmentation settings(double grayscale, double blur, double erase) {
    return new PhotoAugmentation(
        RandomCrop.NONE,
        AutoAugment.NONE,
        ColorJitter.NONE,
        grayscale,
        blur,
        erase,
        BatchMixing.NONE);
  }

  private static <T> void assertRefused(Function<T, ?> reading, T value, String right) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> reading.apply(value));
    assertTrue(refusal.getMessage().contains(right), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
  }
}
