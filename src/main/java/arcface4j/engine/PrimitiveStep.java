package arcface4j.engine;

import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** A primitive on its values. */
final class PrimitiveStep implements Step {

  private final Phase phase;
  private final PrimitiveDescription description;
  private final List<Argument> arguments;
  private dnnl_primitive primitive;
  private dnnl_exec_arg_t nativeArguments;

  PrimitiveStep(Phase phase, PrimitiveDescription description, List<Argument> arguments) {
    this.phase = phase;
    this.description = description;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public String describe() {
    return phase + " " + description.what() + " " + description.implementation();
  }

  @Override
  public void prepare(Recipe recipe) {
    primitive = recipe.primitive(description);
    nativeArguments =
        recipe.handles().own(new dnnl_exec_arg_t(arguments.size()), dnnl_exec_arg_t::deallocate);
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      nativeArguments.getPointer(i).arg(argument.role()).memory(argument.value().memory());
    }
  }

  @Override
  public void run(dnnl_stream stream) {
    int status = dnnl.dnnl_primitive_execute(primitive, stream, arguments.size(), nativeArguments);
    if (status != 0) {
      Status.check(status, description::what);
    }
  }
}
