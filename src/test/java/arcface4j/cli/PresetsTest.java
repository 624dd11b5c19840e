package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.data.Augmentation;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSizes;
import arcface4j.data.PaddingMode;
import arcface4j.engine.Activation;
import arcface4j.head.MarginWarmup;
import arcface4j.model.PlainSpec;
import arcface4j.model.WeightDecay;
import arcface4j.train.Cifar10Source;
import arcface4j.train.DataOptions;
import arcface4j.train.DataSource;
import arcface4j.train.OptimizerOptions;
import arcface4j.train.OptimizerOptions.RateSchedule;
import arcface4j.train.TrainOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {

  private static Arguments arguments(String preset) throws UsageException {
    Arguments arguments = Arguments.parse(TrainFlags.all(), new String[] {"--preset", preset});
    arguments.applyPreset(Presets.named(preset));
    return arguments;
  }

  static Stream<String> names() {
    return Presets.list().lines().filter(line -> !line.startsWith(" "));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPresetCanBeTrainedWith(String preset) throws UsageException {
    TrainSettings settings = new TrainSettings(arguments(preset));
    assertDoesNotThrow(() -> settings.check(settings.options()));
  }

  @Test
  void aValueOfAnOptionThatDoesNotExistIsRefused() throws UsageException {
    Arguments arguments = arguments("smoke");
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> arguments.applyPreset(Map.of("emma", "0.999")));
    assertEquals("no option --emma was declared", refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"fast, 64", "best, 96"})
  void theLongRecipesAreThese(String preset, int width) throws UsageException {
    TrainSettings settings = new TrainSettings(arguments(preset));
    DataSource cifar10 = new Cifar10Source("data", "");
    ImageSizes sizes =
        new ImageSizes(List.of(new ImageSizes.Phase(24, 0.5), new ImageSizes.Phase(32, 1)));
    Augmentation augmentation = new Augmentation(4, PaddingMode.REFLECT, FlipMode.ALTERNATING, 8);
    OptimizerOptions optimizer =
        new OptimizerOptions(
            RateSchedule.ONE_CYCLE, 0.2, 0.9, true, 30, 0.1, new WeightDecay(5e-4, false), 0.999);
    assertEquals(
        new TrainOptions(
            preset,
            "plain8",
            new DataOptions(cifar10, 0.02, 0, augmentation, sizes),
            optimizer,
            40,
            128,
            250,
            false,
            1),
        settings.options());
    assertEquals(PlainSpec.of(width, 3, 32, Activation.GELU, 0), settings.network(3, 32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "best"})
  void theLongRecipesFitImagesOfAnySize(String preset) throws UsageException {
    Arguments arguments =
        Arguments.parse(TrainFlags.all(), "--dataset folder --image-size 64".split(" "));
    arguments.applyPreset(Presets.named(preset));
    DataOptions data = new TrainSettings(arguments).options().data();
    assertEquals(
        List.of(new ImageSizes.Phase(48, 0.5), new ImageSizes.Phase(64, 1)), data.sizes().phases());
    assertEquals(8, data.augmentation().padding());
    assertEquals(16, data.augmentation().cutout());
  }

  /** Said by the recipe itself, so that another default leaves it as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"fast", "best"})
  void theLongRecipesSayHowTheirHeadBegins(String preset) throws UsageException {
    Map<String, String> recipe = Presets.named(preset);
    assertEquals("arcface", recipe.get("head"));
    assertEquals("auto", recipe.get("scale"));
    assertEquals("auto", recipe.get("margin-delay"));
    assertEquals("auto", recipe.get("margin-warmup"));
    assertEquals("auto", recipe.get("centre-start"));
    assertEquals("0.1", recipe.get("label-smoothing"));
    assertEquals(
        new MarginWarmup(2400, 2400),
        new HeadSettings(arguments(preset)).head(10, 60, 100).marginWarmup());
  }
}
