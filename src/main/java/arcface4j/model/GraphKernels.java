package arcface4j.model;

import arcface4j.engine.StepProfile;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ND4J's operations, run by the graph itself: on any backend, in float32 and in double. The judge
 * of the fast engine.
 *
 * @param graph the network
 * @param featuresVertex what gives the features
 */
record GraphKernels(ComputationGraph graph, String featuresVertex) implements Kernels {

  @Override
  public void computeGradients(INDArray images, INDArray oneHot) {
    graph.setInput(0, images);
    graph.setLabel(0, oneHot);
    graph.computeGradientAndScore();
    graph.clearLayersStates();
  }

  @Override
  public INDArray features(INDArray images) {
    INDArray[] input = {images};
    return graph.output(List.of(featuresVertex), false, input, null)[0];
  }

  @Override
  public void parametersChanged() {}

  @Override
  public Optional<StepProfile> profile() {
    return Optional.empty();
  }

  @Override
  public void resetProfile() {}

  @Override
  public void close() {}
}
