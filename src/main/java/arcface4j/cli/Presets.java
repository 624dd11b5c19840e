package arcface4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named recipes: values for options that the command line does not give. */
final class Presets {

  /** The PyTorch program's recipe, with its way of printing. */
  static final String ORIGINAL = "original";

  private static final Map<String, Map<String, String>> RECIPES = recipes();

  private Presets() {}

  private static Map<String, Map<String, String>> recipes() {
    Map<String, Map<String, String>> recipes = new LinkedHashMap<>();
    recipes.put(
        "smoke",
        Map.ofEntries(
            Map.entry("dataset", "shapes"),
            Map.entry("model", "resnet18"),
            Map.entry("width", "8"),
            Map.entry("features", "pooled"),
            Map.entry("epochs", "6"),
            Map.entry("batch-size", "50"),
            Map.entry("validation", "0.1"),
            Map.entry("scale", "16"),
            Map.entry("margin", "0.3"),
            Map.entry("margin-warmup", "4"),
            Map.entry("lr", "0.1"),
            Map.entry("schedule", "one-cycle")));
    recipes.put(
        ORIGINAL,
        Map.ofEntries(
            Map.entry("dataset", "cifar10"),
            Map.entry("model", "resnet18"),
            Map.entry("width", "64"),
            Map.entry("features", "512"),
            Map.entry("head", "arcface"),
            Map.entry("scale", "30"),
            Map.entry("margin", "0.5"),
            Map.entry("easy-margin", "1"),
            Map.entry("margin-warmup", "0"),
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
            Map.entry("checkpoint-name", "{}_{}_epoch={}")));
    return recipes;
  }

  static Map<String, String> named(String name) throws UsageException {
    Map<String, String> recipe = RECIPES.get(name);
    if (recipe == null) {
      throw new UsageException(
          "preset %s is not one of %s%s"
              .formatted(
                  name,
                  String.join(", ", RECIPES.keySet()),
                  Suggestion.among(RECIPES.keySet(), name)));
    }
    return recipe;
  }

  /** Every preset with the options it sets, as one would type them. */
  static String list() {
    return RECIPES.entrySet().stream()
        .map(
            recipe ->
                recipe.getKey()
                    + "\n"
                    + recipe.getValue().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(option -> "  --" + option.getKey() + " " + option.getValue())
                        .collect(Collectors.joining("\n")))
        .collect(Collectors.joining("\n"));
  }
}
