package arcface4j.engine;

/** Copies of parameters that an inference program keeps. */
final class Loading {

  private Loading() {}

  /** Adds a copy in the wanted form that lives as long as the program. */
  static Value copy(Recipe recipe, Value parameter, Descriptor wanted) {
    Value copy = recipe.value(wanted, Value.Owner.ARENA_FOR_EVER);
    Reorder.add(recipe, parameter, copy);
    return copy;
  }
}
