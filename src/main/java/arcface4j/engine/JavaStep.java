package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_stream;

/** A computation in Java over the addresses of values. */
record JavaStep(Phase phase, Runnable work) implements Step {

  @Override
  public String describe() {
    return phase + " java";
  }

  @Override
  public void prepare(Recipe recipe) {}

  @Override
  public void run(dnnl_stream stream) {
    work.run();
  }
}
