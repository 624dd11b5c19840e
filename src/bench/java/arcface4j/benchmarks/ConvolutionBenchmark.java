package arcface4j.benchmarks;

import arcface4j.engine.KernelHarness;
import arcface4j.engine.Phase;
import arcface4j.engine.Precision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The two gradients of the fast engine's convolutions apart, and the reorders around them. */
public class ConvolutionBenchmark extends Timed {

  @Param({"CONV_3X3", "CONV_3X3_STRIDE_2", "CONV_1X1", "CONV_1X1_STRIDE_2"})
  public KernelCase kernel;

  /** {@code BF16} too, where the processor has it. */
  @Param("F32")
  public Precision precision;

  @Param("32")
  public int batch;

  private KernelHarness harness;

  @Setup
  public void make() {
    harness = new KernelHarness(kernel.layer(), kernel.input(), batch, precision);
  }

  @Benchmark
  public void forward() {
    harness.phase(Phase.CONVOLUTION_FORWARD);
  }

  @Benchmark
  public void dataGradient() {
    harness.phase(Phase.CONVOLUTION_DATA);
  }

  @Benchmark
  public void weightGradient() {
    harness.phase(Phase.CONVOLUTION_WEIGHTS);
  }

  /** Weights into the kernels' layouts and their gradient back. */
  @Benchmark
  public void reorderWeights() {
    harness.phase(Phase.REORDER_WEIGHTS);
  }

  /** Input and output gradient from NCHW into the engine's layout. */
  @Benchmark
  public void reorderActivations() {
    harness.phase(Phase.REORDER_BORDER);
  }

  @TearDown
  public void close() throws Exception {
    harness.close();
  }
}
