package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import org.bytedeco.dnnl.global.dnnl;

/** The sum of two values of one shape, activated or not. */
final class Addition {

  private Addition() {}

  /**
   * Adds the step and returns the sum.
   *
   * @param activation of the sum, or null
   */
  static Value of(Recipe recipe, String name, Value left, Value right, Activation activation) {
    PrimitiveDescription description =
        recipe.describe(
            "addition " + name,
            Attributes.after(false, activation),
            (handle, attributes) ->
                dnnl.dnnl_binary_primitive_desc_create(
                    handle,
                    recipe.onednn().engine(),
                    dnnl.dnnl_binary_add,
                    left.descriptor().handle(),
                    right.descriptor().handle(),
                    left.descriptor().handle(),
                    attributes.handle()));
    Value sum = recipe.value(left.descriptor());
    recipe.add(
        Phase.ADD,
        description,
        new Argument(dnnl.DNNL_ARG_SRC_0, left),
        new Argument(dnnl.DNNL_ARG_SRC_1, right),
        new Argument(dnnl.DNNL_ARG_DST, sum));
    return sum;
  }
}
