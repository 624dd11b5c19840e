package arcface4j.cli;

import arcface4j.app.Suggestion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named recipes: values for options that the command line does not give. */
final class Presets {

  /** The PyTorch program's recipe, with its way of printing. */
  static final String ORIGINAL = "original";

  private static final Map<String, Preset> PRESETS = presets();

  private Presets() {}

  /**
   * A recipe.
   *
   * @param purpose what it is for, in a few words
   * @param options their values by name
   */
  private record Preset(String purpose, Map<String, String> options) {}

  private static Map<String, Preset> presets() {
    Map<String, Preset> presets = new LinkedHashMap<>();
    presets.put("smoke", new Preset("drawn shapes, learned in seconds", smoke()));
    presets.put(ORIGINAL, new Preset("the PyTorch program's recipe", original()));
    presets.put("fast", new Preset("about an hour on two cores", training("64")));
    presets.put("best", new Preset("half as wide again: two to three hours", training("96")));
    return presets;
  }

  private static Map<String, String> smoke() {
    return Map.ofEntries(
        Map.entry("dataset", "shapes"),
        Map.entry("model", "resnet18"),
        Map.entry("width", "8"),
        Map.entry("features", "pooled"),
        Map.entry("epochs", "6"),
        Map.entry("batch-size", "50"),
        Map.entry("validation", "0.1"),
        Map.entry("scale", "10"),
        Map.entry("margin", "0.2"),
        Map.entry("margin-warmup", "4"),
        Map.entry("lr", "0.1"),
        Map.entry("schedule", "one-cycle"));
  }

  private static Map<String, String> original() {
    return Map.ofEntries(
        Map.entry("dataset", "CIFAR10"),
        Map.entry("model", "ResNet18"),
        Map.entry("width", "64"),
        Map.entry("features", "512"),
        Map.entry("head", "arcface"),
        Map.entry("scale", "30"),
        Map.entry("margin", "0.5"),
        Map.entry("easy-margin", "1"),
        Map.entry("margin-warmup", "0"),
        Map.entry("centre-start", "xavier"),
        Map.entry("epochs", "100"),
        Map.entry("batch-size", "128"),
        Map.entry("eval-batch-size", "100"),
        Map.entry("lr", "0.001"),
        Map.entry("schedule", "constant"),
        Map.entry("momentum", "0"),
        Map.entry("nesterov", "0"),
        Map.entry("weight-decay", "5e-4"),
        Map.entry("decay-all", "1"),
        Map.entry("normalization", "original"),
        Map.entry("padding", "4"),
        Map.entry("padding-mode", "black"),
        Map.entry("flip", "random"),
        Map.entry("validation", "0"),
        Map.entry("checkpoint-name", "{}_{}_epoch={}"));
  }

  /**
   * A training on CIFAR-10. In the same time few wide layers learn more than the many narrow ones
   * of a ResNet18 that is as fast (docs/results.md).
   */
  private static Map<String, String> training(String width) {
    return Map.ofEntries(
        Map.entry("dataset", "cifar10"),
        Map.entry("model", "plain8"),
        Map.entry("width", width),
        Map.entry("features", "pooled"),
        Map.entry("head", "arcface"),
        Map.entry("scale", "auto"),
        Map.entry("margin-delay", "auto"),
        Map.entry("margin-warmup", "auto"),
        Map.entry("centre-start", "auto"),
        Map.entry("epochs", "40"),
        Map.entry("sizes", "75%@0.5,100%"),
        Map.entry("batch-size", "128"),
        Map.entry("lr", "0.2"),
        Map.entry("schedule", "one-cycle"),
        Map.entry("momentum", "0.9"),
        Map.entry("nesterov", "1"),
        Map.entry("weight-decay", "5e-4"),
        Map.entry("decay-all", "0"),
        Map.entry("label-smoothing", "0.1"),
        Map.entry("padding", "12.5%"),
        Map.entry("padding-mode", "reflect"),
        Map.entry("flip", "alternating"),
        Map.entry("cutout", "25%"),
        Map.entry("ema", "0.999"),
        Map.entry("eval-batch-size", "250"),
        Map.entry("test-every-epoch", "0"),
        Map.entry("validation", "0.02"));
  }

  static Map<String, String> named(String name) throws UsageException {
    Preset preset = PRESETS.get(name);
    if (preset == null) {
      throw new UsageException(
          "preset %s is not one of %s%s"
              .formatted(
                  name,
                  String.join(", ", PRESETS.keySet()),
                  Suggestion.among(PRESETS.keySet(), name)));
    }
    return preset.options();
  }

  /** Every preset with the options it sets, as one would type them. */
  static String list() {
    return PRESETS.entrySet().stream()
        .map(preset -> preset.getKey() + "\n  " + page(preset.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String page(Preset preset) {
    return preset.options().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(option -> "  --" + option.getKey() + " " + option.getValue())
        .collect(Collectors.joining("\n", "# " + preset.purpose() + "\n", ""));
  }
}
