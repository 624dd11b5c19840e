package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;

/** The same numbers in another layout or precision. */
final class Reorder {

  private Reorder() {}

  /** Adds a copy of one value into another. */
  static void add(Recipe recipe, Value from, Value to) {
    add(recipe, phase(from, to), from, to);
  }

  /** The same under a phase of the caller's choice. */
  static void add(Recipe recipe, Phase phase, Value from, Value to) {
    PrimitiveDescription description =
        recipe.describe(
            phase.name(),
            Attributes.plain(),
            (handle, attributes) ->
                dnnl.dnnl_reorder_primitive_desc_create(
                    handle,
                    from.descriptor().handle(),
                    recipe.onednn().engine(),
                    to.descriptor().handle(),
                    recipe.onednn().engine(),
                    attributes.handle()));
    recipe.add(
        phase,
        description,
        new Argument(dnnl.DNNL_ARG_FROM, from),
        new Argument(dnnl.DNNL_ARG_TO, to));
  }

  /** The value in the wanted form: itself where it already has it. */
  static Value into(Recipe recipe, Value from, Descriptor wanted) {
    return into(recipe, phase(from), from, wanted);
  }

  /** The same under a phase of the caller's choice. */
  static Value into(Recipe recipe, Phase phase, Value from, Descriptor wanted) {
    if (from.descriptor().sameAs(wanted)) {
      return from;
    }
    Value to = recipe.value(wanted);
    add(recipe, phase, from, to);
    return to;
  }

  private static Phase phase(Value... ends) {
    if (isOwned(Value.Owner.PARAMETERS, ends) || isOwned(Value.Owner.ARENA_FOR_EVER, ends)) {
      return Phase.REORDER_WEIGHTS;
    }
    return isOwned(Value.Owner.BORDER, ends) ? Phase.REORDER_BORDER : Phase.REORDER_ACTIVATION;
  }

  private static boolean isOwned(Value.Owner owner, Value... ends) {
    return Arrays.stream(ends).anyMatch(end -> end.owner() == owner);
  }
}
