package arcface4j.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a recipe that lie in the caller's parameters and gradients, by name. */
final class Bindings {

  private record Bound(Value value, long length) {}

  private final Recipe recipe;
  private final Map<String, Bound> parameters = new LinkedHashMap<>();
  private final Map<String, Bound> gradients = new LinkedHashMap<>();

  Bindings(Recipe recipe) {
    this.recipe = recipe;
  }

  Value parameter(String name, long... shape) {
    return bound(parameters, name, shape);
  }

  Value gradient(String name, long... shape) {
    return bound(gradients, name, shape);
  }

  /** A gradient [K, C, R, R] in the caller's memory that is seen in another order of dimensions. */
  Value gradient(String name, Descriptor seen, long length) {
    Value value = recipe.value(seen, Value.Owner.PARAMETERS);
    gradients.put(name, new Bound(value, length));
    return value;
  }

  private Value bound(Map<String, Bound> values, String name, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    Value value = recipe.value(recipe.plain(shape), Value.Owner.PARAMETERS);
    values.put(name, new Bound(value, length));
    return value;
  }

  void bindParameters(ParameterMemory memory) {
    bind(parameters, memory, "parameter ");
  }

  void bindGradients(ParameterMemory memory) {
    bind(gradients, memory, "gradient of ");
  }

  // All are checked before the first one moves.
  private static void bind(Map<String, Bound> values, ParameterMemory memory, String kind) {
    values.forEach((name, bound) -> check(name, bound, memory, kind));
    values.forEach((name, bound) -> bound.value.moveTo(memory.address(name)));
  }

  private static void check(String name, Bound bound, ParameterMemory memory, String kind) {
    if (memory.length(name) != bound.length) {
      throw new IllegalArgumentException(
          kind + name + " has " + memory.length(name) + " numbers, not " + bound.length);
    }
    Border.requireAddress(memory.address(name), () -> kind + name);
  }
}
