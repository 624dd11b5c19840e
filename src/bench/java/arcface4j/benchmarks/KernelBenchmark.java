package arcface4j.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Every kernel that both engines have, forward and backward, without reorders. A convolution's
 * backward is its data gradient and its weight gradient, which ND4J computes in one operation.
 */
public class KernelBenchmark extends Timed {

  @Param({"onednn", "nd4j"})
  public String engine;

  @Param public KernelCase kernel;

  @Param("32")
  public int batch;

  private TwoWay twoWay;

  @Setup
  public void make() {
    twoWay = engine.equals("nd4j") ? Nd4jTwoWay.of(kernel, batch) : OnednnTwoWay.of(kernel, batch);
    twoWay.forward();
  }

  @Benchmark
  public void forward() {
    twoWay.forward();
  }

  @Benchmark
  public void backward() {
    twoWay.backward();
  }

  @TearDown
  public void close() throws Exception {
    twoWay.close();
  }
}
