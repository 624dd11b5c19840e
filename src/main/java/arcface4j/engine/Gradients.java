package arcface4j.engine;

import java.util.HashMap;
import java.util.Map;

/** Gradients of a training program's values by name; those of a value read twice are summed. */
final class Gradients {

  private final Recipe recipe;
  private final boolean ofImages;
  private final Map<String, Value> byName = new HashMap<>();

  /**
   * @param ofImages whether the gradient of the images is wanted
   */
  Gradients(Recipe recipe, boolean ofImages) {
    this.recipe = recipe;
    this.ofImages = ofImages;
  }

  /** Whether anyone reads the gradient of a value. */
  boolean wants(String name) {
    return ofImages || !name.equals(NetworkSpec.IMAGES);
  }

  void add(String name, Value gradient) {
    byName.merge(name, gradient, (one, other) -> Addition.of(recipe, name, one, other, null));
  }

  Value get(String name) {
    return byName.get(name);
  }
}
