package arcface4j.benchmarks;

import arcface4j.engine.KernelHarness;
import arcface4j.engine.Precision;

/** The fast engine's kernel. */
record OnednnTwoWay(KernelHarness kernel) implements TwoWay {

  static OnednnTwoWay of(KernelCase kernel, int batch) {
    return new OnednnTwoWay(
        new KernelHarness(kernel.layer(), kernel.input(), batch, Precision.F32));
  }

  @Override
  public void forward() {
    kernel.forward();
  }

  @Override
  public void backward() {
    kernel.backward();
  }

  @Override
  public void close() throws Exception {
    kernel.close();
  }
}
