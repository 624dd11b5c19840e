package arcface4j.engine;

/** The last layer's output as the caller's float32 features, channels in C order. */
final class FeatureLayout {

  private FeatureLayout() {}

  /** Adds the reorder at the border, unless the last layer writes the features itself. */
  static Value outOf(Recipe recipe, NetworkSpec spec, Value last) {
    if (last.owner() == Value.Owner.BORDER) {
      return last;
    }
    Descriptor plain = recipe.plain(spec.output().batched(recipe.batch()));
    Value features = recipe.value(plain, Value.Owner.BORDER);
    Reorder.add(recipe, last, features);
    return features;
  }
}
