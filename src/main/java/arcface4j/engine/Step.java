package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_stream;

/** One thing that a program does. */
sealed interface Step permits PrimitiveStep, JavaStep {

  /**
   * A value in the role that the primitive gives it.
   *
   * @param role oneDNN's {@code DNNL_ARG_...}
   */
  record Argument(int role, Value value) {}

  Phase phase();

  /** The phase, and what runs with which implementation. */
  String describe();

  /** Gets what it runs with; the values have their memory objects by now. */
  void prepare(Recipe recipe);

  void run(dnnl_stream stream);
}
