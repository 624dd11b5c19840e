package arcface4j.benchmarks;

import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.head.MarginOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The ArcFace head: loss, logits and gradients of one batch in one call, in both engines ND4J's. */
public class HeadBenchmark extends Timed {

  private static final int FEATURES = 512;

  @Param({"10", "10000"})
  public int classes;

  @Param("128")
  public int batch;

  private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
  private SameDiffOutputLayer head;
  private INDArray features;
  private INDArray oneHot;

  @Setup
  public void make() {
    MarginOutputLayer layer =
        new MarginOutputLayer(MarginHead.of(HeadKind.ARCFACE), FEATURES, classes);
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).layer(layer).build();
    long length = layer.initializer().numParams(configuration);
    head =
        (SameDiffOutputLayer)
            configuration
                .getLayer()
                .instantiate(
                    configuration,
                    null,
                    0,
                    Nd4j.create(DataType.FLOAT, 1, length),
                    true,
                    DataType.FLOAT);
    head.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, length));
    features = Nd4j.randn(DataType.FLOAT, batch, FEATURES);
    oneHot = Nd4j.zeros(DataType.FLOAT, batch, classes);
    for (int n = 0; n < batch; n++) {
      oneHot.putScalar(n, n % classes, 1);
    }
  }

  @Benchmark
  public INDArray forwardAndBackward() {
    head.setInput(features, workspaces);
    head.setLabels(oneHot);
    return head.backpropGradient(null, workspaces).getSecond();
  }
}
