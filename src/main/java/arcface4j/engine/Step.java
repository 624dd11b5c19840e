package arcface4j.engine;

import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** One thing that a program does: a primitive on its values, or a computation in Java. */
final class Step {

  /**
   * A value in the role that the primitive gives it.
   *
   * @param role oneDNN's {@code DNNL_ARG_...}
   */
  record Argument(int role, Value value) {}

  private final Phase phase;
  private final PrimitiveDescription description;
  private final List<Argument> arguments;
  private final Runnable java;
  private dnnl_primitive primitive;
  private dnnl_exec_arg_t nativeArguments;

  Step(Phase phase, PrimitiveDescription description, List<Argument> arguments) {
    this(phase, description, arguments, null);
  }

  Step(Phase phase, List<Argument> arguments, Runnable java) {
    this(phase, null, arguments, java);
  }

  private Step(
      Phase phase, PrimitiveDescription description, List<Argument> arguments, Runnable java) {
    this.phase = phase;
    this.description = description;
    this.arguments = List.copyOf(arguments);
    this.java = java;
  }

  Phase phase() {
    return phase;
  }

  String describe() {
    return java != null
        ? phase + " java"
        : phase + " " + description.what() + " " + description.implementation();
  }

  /** Gets the primitive; its values have their memory objects by now. */
  void prepare(Recipe recipe) {
    if (java != null) {
      return;
    }
    primitive = recipe.primitive(description);
    nativeArguments =
        recipe.handles().own(new dnnl_exec_arg_t(arguments.size()), dnnl_exec_arg_t::deallocate);
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      nativeArguments.getPointer(i).arg(argument.role).memory(argument.value.memory());
    }
  }

  void run(dnnl_stream stream) {
    if (java != null) {
      java.run();
      return;
    }
    int status = dnnl.dnnl_primitive_execute(primitive, stream, arguments.size(), nativeArguments);
    if (status != 0) {
      Status.check(status, description::what);
    }
  }
}
